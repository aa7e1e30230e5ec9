-- CreateTable
CREATE TABLE "console_session" (
    "id" SERIAL NOT NULL,
    "token_hash" TEXT NOT NULL,
    "person_id" INTEGER NOT NULL,
    "standing" TEXT NOT NULL,
    "browser" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "console_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in" (
    "id" SERIAL NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "digits" TEXT NOT NULL DEFAULT '',
    "person_id" INTEGER,
    "browser" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "console_session_token_hash_key" ON "console_session"("token_hash");

-- CreateIndex
CREATE INDEX "console_session_person_id_idx" ON "console_session"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_secret_hash_key" ON "sign_in"("secret_hash");

-- CreateIndex
CREATE INDEX "sign_in_digits_idx" ON "sign_in"("digits");

