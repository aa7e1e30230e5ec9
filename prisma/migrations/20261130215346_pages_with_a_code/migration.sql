-- CreateTable
CREATE TABLE "page" (
    "id" SERIAL NOT NULL,
    "code_hash" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "category_ids" TEXT[],
    "title" TEXT NOT NULL DEFAULT '',
    "number" INTEGER,
    "parent_id" INTEGER,
    "by_person" INTEGER,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),
    "most_files" INTEGER NOT NULL,
    "most_bytes" BIGINT NOT NULL,
    "channel" TEXT NOT NULL DEFAULT '',
    "chat_kind" TEXT NOT NULL DEFAULT '',
    "chat_id" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "page_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" TEXT NOT NULL,
    "page_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "print" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'coming',
    "files" JSONB NOT NULL DEFAULT '[]',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reading" BOOLEAN NOT NULL DEFAULT false,
    "lease_until" TIMESTAMPTZ(3),
    "locked_by" TEXT,
    "locked_till" TIMESTAMPTZ(3),
    "lock_wanted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "page_code_hash_key" ON "page"("code_hash");

-- CreateIndex
CREATE INDEX "page_campaign_unit_id_expires_at_idx" ON "page"("campaign", "unit_id", "expires_at");

-- CreateIndex
CREATE INDEX "page_parent_id_idx" ON "page"("parent_id");

-- CreateIndex
CREATE INDEX "upload_page_id_idx" ON "upload"("page_id");

-- CreateIndex
CREATE INDEX "upload_address_begun_at_idx" ON "upload"("address", "begun_at");

-- CreateIndex
CREATE INDEX "upload_state_last_at_idx" ON "upload"("state", "last_at");

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_page_id_fkey" FOREIGN KEY ("page_id") REFERENCES "page"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

