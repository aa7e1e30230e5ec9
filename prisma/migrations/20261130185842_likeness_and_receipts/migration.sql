-- AlterTable
ALTER TABLE "submission" ADD COLUMN     "title_key" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "fingerprint" (
    "sha256" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "of" TEXT NOT NULL,
    "bits" BIGINT NOT NULL,

    CONSTRAINT "fingerprint_pkey" PRIMARY KEY ("sha256","place")
);

-- CreateTable
CREATE TABLE "alike_pair" (
    "earlier" INTEGER NOT NULL,
    "later" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "distance" INTEGER NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "decided_by" INTEGER,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "alike_pair_pkey" PRIMARY KEY ("earlier","later")
);

-- CreateTable
CREATE TABLE "receipt" (
    "code" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "told" JSONB NOT NULL,
    "told_hash" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("code")
);

-- CreateIndex
CREATE INDEX "fingerprint_of_place_idx" ON "fingerprint"("of", "place");

-- CreateIndex
CREATE INDEX "fingerprint_bits_idx" ON "fingerprint"("bits");

-- CreateIndex
CREATE INDEX "alike_pair_later_idx" ON "alike_pair"("later");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_number_told_hash_key" ON "receipt"("number", "told_hash");

-- CreateIndex
CREATE INDEX "submission_title_key_idx" ON "submission"("title_key");

-- AddForeignKey
ALTER TABLE "fingerprint" ADD CONSTRAINT "fingerprint_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "blob"("sha256") ON DELETE CASCADE ON UPDATE CASCADE;

