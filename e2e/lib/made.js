// Facts made up for a test: patents with numbers that are right, and none of which the demo book has.

let serial = 9_000_000;

/** An invention's application number of 2025 that no other call gives, with its check digit (ZC 0006-2003). */
export function patentNo() {
  const body = `20251${serial++}`;
  const weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
  const sum = [...body].reduce((sum, digit, at) => sum + Number(digit) * weights[at], 0);
  return `${body}.${sum % 11 === 10 ? "X" : sum % 11}`;
}

/** A form field as the browser would send it: `f.name=…`. */
export function form(fields) {
  return new URLSearchParams(Object.entries(fields).map(([id, text]) => [id.includes("!") ? id.slice(1) : `f.${id}`, text]));
}

/** A patent application, field by field. */
export function patent(fields = {}) {
  return {
    application_no: patentNo(),
    name: "一种测试用主轴轴承",
    kind: "invention",
    applicant: "临溪青石轴承有限公司",
    applicant_kind: "company",
    filed_on: "2026-03-05",
    ...fields,
  };
}
