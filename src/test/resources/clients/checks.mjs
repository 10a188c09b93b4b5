// What both clients are asked to do; each prints what passed, and ends with status 1 at the first thing that did not.
export const base = process.argv[2];
export const consultation = process.argv[3];
export const task = consultation + "-medical-registration";
export const done = [
  { op: "replace", path: "/status", value: "completed" },
  {
    op: "add",
    path: "/output",
    value: [
      {
        type: { coding: [{ system: "https://trepart.example/fhir/CodeSystem/task-output", code: "verified-by" }] },
        valueReference: {
          type: "Practitioner",
          identifier: { system: "urn:oid:1.2.752.29.4.19", value: "SE162321000255-TRP981" },
        },
      },
    ],
  },
];

export function check(what, holds, seen) {
  if (!holds) {
    console.error(`FAILED ${what}: ${JSON.stringify(seen)?.slice(0, 500)}`);
    process.exit(1);
  }
  console.log(`ok ${what}`);
}

export async function refused(what, status, action) {
  try {
    const answer = await action();
    check(`${what} is refused`, false, answer);
  } catch (error) {
    const response = error.response ?? {};
    const got = response.status ?? response.statusCode ?? error.status ?? error.statusCode;
    check(`${what} is refused with ${status}`, got === status, { got, message: error.message });
    return response.data ?? error.message;
  }
}
