-- CreateTable
CREATE TABLE "judge" (
    "campaign" TEXT NOT NULL,
    "person_id" INTEGER NOT NULL,
    "group_id" TEXT NOT NULL DEFAULT '',
    "category_ids" TEXT[],
    "unit_id" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "judge_pkey" PRIMARY KEY ("campaign","person_id")
);

-- CreateTable
CREATE TABLE "judge_conflict" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "person_id" INTEGER NOT NULL,
    "unit_id" TEXT NOT NULL DEFAULT '',
    "number" INTEGER,
    "reason" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "judge_conflict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "judging_task" (
    "number" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "group_id" TEXT NOT NULL DEFAULT '',
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "judging_task_pkey" PRIMARY KEY ("number","person_id")
);

-- CreateTable
CREATE TABLE "paper" (
    "id" SERIAL NOT NULL,
    "number" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "points" JSONB NOT NULL DEFAULT '{}',
    "whole" INTEGER,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "paper_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vote_count" (
    "number" INTEGER NOT NULL,
    "votes" INTEGER NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vote_count_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "award_decision" (
    "id" SERIAL NOT NULL,
    "number" INTEGER NOT NULL,
    "award" TEXT,
    "reason" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "award_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "frozen_result" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reopened_by" INTEGER,
    "reopened_at" TIMESTAMPTZ(3),
    "reopen_reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "frozen_result_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "objection" (
    "id" SERIAL NOT NULL,
    "campaign" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "raised_by" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "settled_by" INTEGER,
    "settled_at" TIMESTAMPTZ(3),
    "outcome" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "objection_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "judge_conflict_campaign_person_id_idx" ON "judge_conflict"("campaign", "person_id");

-- CreateIndex
CREATE INDEX "judging_task_person_id_idx" ON "judging_task"("person_id");

-- CreateIndex
CREATE INDEX "paper_person_id_idx" ON "paper"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "paper_number_person_id_version_key" ON "paper"("number", "person_id", "version");

-- CreateIndex
CREATE INDEX "award_decision_number_idx" ON "award_decision"("number");

-- CreateIndex
CREATE INDEX "frozen_result_campaign_idx" ON "frozen_result"("campaign");

-- CreateIndex
CREATE INDEX "objection_campaign_idx" ON "objection"("campaign");

