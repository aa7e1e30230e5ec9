-- CreateTable
CREATE TABLE "mirror_table" (
    "campaign" TEXT NOT NULL,
    "shows" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "seen" BIGINT NOT NULL DEFAULT 0,
    "whole_on" TEXT NOT NULL DEFAULT '',
    "strays" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "trouble" TEXT NOT NULL DEFAULT '',
    "holder" TEXT NOT NULL DEFAULT '',
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "mirror_table_pkey" PRIMARY KEY ("campaign","shows")
);

-- CreateTable
CREATE TABLE "mirror_row" (
    "campaign" TEXT NOT NULL,
    "shows" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "told" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "mirror_row_pkey" PRIMARY KEY ("campaign","shows","key")
);

