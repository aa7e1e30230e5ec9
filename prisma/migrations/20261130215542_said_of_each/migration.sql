-- AlterTable
ALTER TABLE "submission" ADD COLUMN     "each_fields" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "expects" INTEGER;

