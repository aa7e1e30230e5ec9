-- AlterTable
ALTER TABLE "inbound" ADD COLUMN     "reading" BOOLEAN NOT NULL DEFAULT false;

