import smart from "fhirclient";
import { base, check, consultation, done, refused, task } from "./checks.mjs";

const storage = { get: async () => undefined, set: async (key, value) => value, unset: async () => false };
const client = smart({ headers: { host: "localhost" }, url: "/" }, {}, storage).client({ serverUrl: base });

const statement = await client.request("metadata");
check("capabilities", statement.fhirVersion === "4.0.1", statement);
check("FHIR version", (await client.getFhirVersion()) === "4.0.1");

const first = await client.request("Encounter?_count=2&_sort=-date");
check("search", first.resourceType === "Bundle" && first.entry.length === 2, first);
const seen = await client.request("Encounter?_count=2&_sort=-date", { pageLimit: 0, flat: true });
check("pages to the end, nothing lost or doubled",
  seen.length === first.total && new Set(seen.map((one) => one.id)).size === first.total, { seen: seen.length, total: first.total });

const visit = await client.request(`Encounter/${consultation}-visit`);
check("read", visit.id === `${consultation}-visit`, visit);
const resolved = await client.request(`Encounter/${consultation}-visit`, { resolveReferences: ["subject", "serviceProvider"] });
check("references resolve", resolved.subject.resourceType === "Patient" && resolved.serviceProvider.resourceType === "Organization", resolved);
const old = await client.request(`Encounter/${visit.id}/_history/${visit.meta.versionId}`);
check("vread", old.meta.versionId === visit.meta.versionId, old);
const history = await client.request(`Encounter/${visit.id}/_history`);
check("history", history.type === "history" && history.entry.length >= 1, history);

const whole = await client.request({ url: `Encounter/${visit.id}`, includeResponse: true });
const tag = whole.response.headers.get("etag");
const again = await fetch(`${base}/Encounter/${visit.id}`, { headers: { "If-None-Match": tag } });
check("conditional read", again.status === 304, again.status);

const before = await client.request(`Task/${task}`);
await refused("a patch without If-Match", 428, () => client.patch(`Task/${task}`, done));
await refused("a patch of an old version", 412, () =>
  client.patch(`Task/${task}`, done, { headers: { "If-Match": 'W/"99"' } }));
const after = await client.request({
  url: `Task/${task}`,
  method: "PATCH",
  body: JSON.stringify(done),
  headers: { "If-Match": `W/"${before.meta.versionId}"`, "Content-Type": "application/json-patch+json" },
});
check("patch of a Task", after.status === "completed", after);

await refused("an unknown parameter", 400, () => client.request("Encounter?colour=blue"));
await refused("what is not there", 404, () => client.request("Encounter/nobody"));
await refused("a create", 405, () => client.create({ resourceType: "Encounter" }));
await refused("a deletion", 405, () => client.delete(`Encounter/${visit.id}`));
