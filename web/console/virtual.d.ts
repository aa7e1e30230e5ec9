declare module 'virtual:console-words' {
  const words: Readonly<Record<string, string>>;
  export default words;
}
