-- CreateTable
CREATE TABLE "api_calls" (
    "channel" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "alarmed_at" TIMESTAMPTZ(3),
    "spent_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_calls_pkey" PRIMARY KEY ("channel","month")
);

