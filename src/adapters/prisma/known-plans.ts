// The client compiles each query anew, which takes longer than to run most of them; what it makes of a read follows from the request alone.
// @ts-expect-error The runtime comes without types.
import { QueryCompiler } from '@prisma/client/runtime/query_compiler_bg.postgresql.mjs';

interface Compiler {
  compile(request: string): unknown;
}

/** A write may hold what is made while it is compiled, a raw statement is not compiled. */
const READ = /^\{"modelName":"\w+","action":"(find\w+|aggregate|groupBy)"/;
/** Some kB each. */
const MOST_PLANS = 500;
/** A list of a thousand numbers will not be asked for again. */
const LONGEST_REQUEST = 2_000;

/** Gives each compiler the plans of the reads that it made before, the latest used last. Each, as a plan names the schema of its database. */
export function keepPlans(compiler: Compiler): void {
  const known = new WeakMap<Compiler, Map<string, unknown>>();
  const make = compiler.compile;
  compiler.compile = function compile(this: Compiler, request: string): unknown {
    if (request.length > LONGEST_REQUEST || !READ.test(request)) return make.call(this, request);
    const plans = known.get(this) ?? new Map<string, unknown>();
    known.set(this, plans);
    const plan = plans.get(request) ?? make.call(this, request);
    plans.delete(request);
    plans.set(request, plan);
    const [oldest] = plans.keys();
    if (plans.size > MOST_PLANS && oldest !== undefined) plans.delete(oldest);
    return plan;
  };
}

keepPlans(QueryCompiler.prototype);
