-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "cancelled_at" TIMESTAMPTZ(3),
ADD COLUMN     "instead_of" INTEGER,
ADD COLUMN     "number" SERIAL NOT NULL;

-- AlterTable
ALTER TABLE "inbound" ADD COLUMN     "to_fetch" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "wrong_code" (
    "id" SERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "sender_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wrong_code_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitation_number_key" ON "invitation"("number");

-- CreateIndex
CREATE INDEX "wrong_code_at_idx" ON "wrong_code"("at");
