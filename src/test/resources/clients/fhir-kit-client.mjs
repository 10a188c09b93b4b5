import { Client } from "fhir-kit-client";
import { base, check, consultation, done, refused, task } from "./checks.mjs";

const client = new Client({ baseUrl: base });

const statement = await client.capabilityStatement();
check("capabilities", statement.fhirVersion === "4.0.1", statement);
check("capabilities promise Task patch", statement.rest[0].resource.some(
  (one) => one.type === "Task" && one.interaction.some((it) => it.code === "patch")), statement);

const first = await client.search({ resourceType: "Encounter", searchParams: { _count: 2, _sort: "-date" } });
check("search", first.resourceType === "Bundle" && first.entry.length === 2, first);
const seen = new Set();
let page = first;
let pages = 0;
while (page) {
  page.entry?.forEach((entry) => seen.add(entry.resource.id));
  pages++;
  page = page.link?.some((link) => link.relation === "next") ? await client.nextPage({ bundle: page }) : undefined;
}
check("pages to the end, nothing lost or doubled", seen.size === first.total && pages > 1, { seen: [...seen], total: first.total });

const posted = await client.resourceSearch({
  resourceType: "Appointment",
  searchParams: { "patient.identifier": "http://electronichealth.se/identifier/personnummer|199101012384" },
  options: { postSearch: true },
});
check("search by POST", posted.total >= 1, posted);

const visit = await client.read({ resourceType: "Encounter", id: `${consultation}-visit` });
check("read", visit.id === `${consultation}-visit`, visit);
const old = await client.vread({ resourceType: "Encounter", id: visit.id, version: visit.meta.versionId });
check("vread", old.meta.versionId === visit.meta.versionId, old);
const history = await client.history({ resourceType: "Encounter", id: visit.id });
check("history", history.type === "history" && history.entry.length >= 1, history);
const all = await client.typeHistory({ resourceType: "Encounter" });
check("history of the type", all.type === "history", all);

const { response } = Client.httpFor(visit);
const tag = response.headers.get("etag");
const again = await fetch(`${base}/Encounter/${visit.id}`, { headers: { "If-None-Match": tag } });
check("conditional read", again.status === 304, again.status);

const everything = await client.operation({
  name: "everything", resourceType: "Encounter", id: visit.id, method: "GET",
});
check("$everything", everything.entry.length > 5, everything.total);
const batch = await client.batch({
  body: { resourceType: "Bundle", type: "batch", entry: [{ request: { method: "GET", url: `Task/${task}` } }] },
});
check("batch", batch.entry[0].resource.id === task, batch);

const before = await client.read({ resourceType: "Task", id: task });
await refused("a patch without If-Match", 428, () =>
  client.patch({ resourceType: "Task", id: task, jsonPatch: done }));
await refused("a patch of an old version", 412, () =>
  client.patch({ resourceType: "Task", id: task, jsonPatch: done, options: { headers: { "If-Match": 'W/"99"' } } }));
const after = await client.patch({
  resourceType: "Task", id: task, jsonPatch: done,
  options: { headers: { "If-Match": `W/"${before.meta.versionId}"` } },
});
check("patch of a Task", after.status === "completed", after);

await refused("an unknown parameter", 400, () => client.search({ resourceType: "Encounter", searchParams: { colour: "blue" } }));
const outcome = await refused("what is not there", 404, () => client.read({ resourceType: "Encounter", id: "nobody" }));
check("an OperationOutcome says why", outcome.resourceType === "OperationOutcome", outcome);
await refused("a create", 405, () => client.create({ resourceType: "Encounter", body: { resourceType: "Encounter" } }));
