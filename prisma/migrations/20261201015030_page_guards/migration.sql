-- AlterTable
ALTER TABLE "candidate" ADD COLUMN     "link" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "page" ADD COLUMN     "address" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "warned_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "page_address_made_at_idx" ON "page"("address", "made_at");

