-- AlterTable
ALTER TABLE "outbound" ADD COLUMN     "progress" JSONB;

