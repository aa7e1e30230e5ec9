/** Whether words name each single person, as 每名作者, 同一作者 and 个人 do, and not some kind of units. */
export const isOnePerson = (words: string): boolean =>
  /作者|每人|人均|个人|选手|投稿人|参赛者|主创|创作者|教师|学生|职工|队员/.test(words) && !/单位|学校|企业/.test(words);
