-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "cancelled_at" TIMESTAMPTZ(3),
ADD COLUMN     "number" SERIAL NOT NULL;

-- AlterTable
ALTER TABLE "inbound" ADD COLUMN     "to_fetch" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE UNIQUE INDEX "invitation_number_key" ON "invitation"("number");

