-- AlterTable
ALTER TABLE "submission" ADD COLUMN     "titles" TEXT[];

