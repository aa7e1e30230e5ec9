import { reactive } from 'vue';
import { sentence } from './ask.ts';
import { ElMessage } from './element.ts';

/** Something that is read from the server, with what to tell of it meanwhile. */
export function asked<T>(read: () => Promise<T>) {
  const state = reactive({ found: undefined as T | undefined, trouble: '', loading: true });
  async function load(): Promise<void> {
    state.loading = true;
    try {
      (state as { found: T | undefined }).found = await read();
      state.trouble = '';
    } catch (error) {
      state.trouble = sentence(error);
    } finally {
      state.loading = false;
    }
  }
  return { state: state as { found: T | undefined; trouble: string; loading: boolean }, load };
}

/** Does something and tells how it went; whether it was done. */
export async function attempt(act: () => Promise<unknown>, done = ''): Promise<boolean> {
  try {
    await act();
    if (done !== '') ElMessage.success(done);
    return true;
  } catch (error) {
    ElMessage({ type: 'error', message: sentence(error), duration: 8000, showClose: true });
    return false;
  }
}
