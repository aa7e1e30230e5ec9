import type { Office } from '../src/application/office.ts';

/** So many works as a campaign ends with: with author, file and history each; one in a hundred has bytes that another one has too. */
export async function fillWorks({ prisma, campaign }: Office, works: number): Promise<void> {
  const units = campaign.units.map(({ id }) => id);
  const categories = campaign.categories.filter(({ kind }) => kind === 'work').map(({ id }) => id);
  const first = new Date('2020-07-01T09:00:00+08:00');
  await prisma.$executeRaw`
    INSERT INTO submission (campaign, unit_id, category_id, state, title, fields, by_person, created_at, received_at, channel, chat_kind, chat_id)
    SELECT ${campaign.id}, (${units}::text[])[1 + n % ${units.length}::int], (${categories}::text[])[1 + n % ${categories.length}::int],
      CASE WHEN n % 20 < 12 THEN 'received' WHEN n % 20 < 17 THEN 'accepted' WHEN n % 20 < 19 THEN 'returned' ELSE 'withdrawn' END,
      '夜班的灯' || n, jsonb_build_object('author', '作者' || n % 5000, 'phone', '138' || lpad(n::text, 8, '0')),
      1 + n % 20, ${first}::timestamptz + n * interval '80 seconds', ${first}::timestamptz + n * interval '80 seconds', 'practice', 'direct', 'nobody'
    FROM generate_series(0, ${works - 1}::int) AS n ORDER BY n`;
  await prisma.$executeRaw`
    INSERT INTO blob (sha256, size, extension, mime, measured, stored_at)
    SELECT encode(sha256(n::text::bytea), 'hex'), 48600000, 'mp4', 'video/mp4', '{"durationMs": 178000}', now()
    FROM generate_series(0, ${works - 1}::int) AS n`;
  await prisma.$executeRaw`
    INSERT INTO submission_file (submission_number, sha256, name, added_at)
    SELECT number, encode(sha256((CASE WHEN number % 100 = 0 THEN number - 1 ELSE number END)::text::bytea), 'hex'), title || '.mp4', received_at
    FROM submission WHERE campaign = ${campaign.id} AND number < ${works}`;
  await prisma.$executeRaw`
    INSERT INTO audit (at, person_id, action, subject, after)
    SELECT received_at, by_person, 'submission.receive', 'submission:' || number, '{}' FROM submission WHERE campaign = ${campaign.id} ORDER BY number`;
  await prisma.$executeRaw`
    INSERT INTO audit (at, person_id, action, subject, after)
    SELECT received_at + interval '1 day', 1, 'submission.' || CASE state WHEN 'accepted' THEN 'accept' ELSE 'return' END, 'submission:' || number, '{}'
    FROM submission WHERE campaign = ${campaign.id} AND state IN ('accepted', 'returned') ORDER BY number`;
  await prisma.$executeRaw`
    INSERT INTO tally (campaign, unit_id, category_id, received, accepted, returned)
    SELECT campaign, unit_id, category_id, count(*) FILTER (WHERE state = 'received'),
      count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'returned')
    FROM submission WHERE campaign = ${campaign.id} GROUP BY campaign, unit_id, category_id`;
  await prisma.$executeRaw`ANALYZE`;
}
