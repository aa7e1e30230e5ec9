-- CreateTable
CREATE TABLE "candidate" (
    "number" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "child" TEXT NOT NULL DEFAULT '',
    "category_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "workplace" TEXT NOT NULL,
    "phone" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "code_hash" TEXT NOT NULL,
    "entry_number" INTEGER,
    "merged_into" INTEGER,
    "handed_in_at" TIMESTAMPTZ(3) NOT NULL,
    "mended_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" INTEGER,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "candidate_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "candidate_file" (
    "id" SERIAL NOT NULL,
    "candidate_number" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "candidate_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "child_unit" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "child_unit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "candidate_code_hash_key" ON "candidate"("code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "candidate_entry_number_key" ON "candidate"("entry_number");

-- CreateIndex
CREATE INDEX "candidate_campaign_unit_id_state_number_idx" ON "candidate"("campaign", "unit_id", "state", "number");

-- CreateIndex
CREATE INDEX "candidate_told_at_idx" ON "candidate"("told_at");

-- CreateIndex
CREATE INDEX "candidate_file_candidate_number_idx" ON "candidate_file"("candidate_number");

-- CreateIndex
CREATE INDEX "candidate_file_sha256_idx" ON "candidate_file"("sha256");

-- CreateIndex
CREATE INDEX "child_unit_campaign_unit_id_idx" ON "child_unit"("campaign", "unit_id");

-- AddForeignKey
ALTER TABLE "candidate_file" ADD CONSTRAINT "candidate_file_candidate_number_fkey" FOREIGN KEY ("candidate_number") REFERENCES "candidate"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "candidate_file" ADD CONSTRAINT "candidate_file_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "blob"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

