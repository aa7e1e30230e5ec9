-- CreateTable
CREATE TABLE "platform_report" (
    "submission_number" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "number" TEXT NOT NULL DEFAULT '',
    "sha256" TEXT,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_report_pkey" PRIMARY KEY ("submission_number")
);

-- CreateIndex
CREATE INDEX "platform_report_sha256_idx" ON "platform_report"("sha256");

-- AddForeignKey
ALTER TABLE "platform_report" ADD CONSTRAINT "platform_report_submission_number_fkey" FOREIGN KEY ("submission_number") REFERENCES "submission"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_report" ADD CONSTRAINT "platform_report_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "blob"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

