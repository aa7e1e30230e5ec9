-- CreateTable
CREATE TABLE "shown_link" (
    "number" INTEGER NOT NULL,
    "link" TEXT NOT NULL,
    "by_person" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shown_link_pkey" PRIMARY KEY ("number")
);

