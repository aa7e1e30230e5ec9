-- AlterTable
ALTER TABLE "upload" ADD COLUMN     "number" INTEGER;

