declare module 'virtual:upload-words' {
  const words: Readonly<Record<string, string>>;
  export default words;
}
