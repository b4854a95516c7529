// The page around a package, on the package's own origin: it has the API the package looks for, begins where the
// learner left off, and tells the lesson's page, and that page alone, what is kept.
(() => {
  const { site, edition } = document.body.dataset;
  const frame = document.querySelector("iframe");
  const is2004 = edition === "2004";
  const settings = { autocommit: true, autocommitSeconds: 20, lmsCommitUrl: false, logLevel: 5, autoProgress: false };
  const PAUSE = 1000; // milliseconds without another value
  let begun = false;

  const tell = (kind, more = {}) => parent.postMessage({ kind, ...more }, site);

  const begin = ({ kept, href, learner }) => {
    begun = true;
    const api = is2004 ? new window.Scorm2004API(settings) : new window.Scorm12API(settings);
    const again = Boolean(kept && Object.keys(kept).length);
    if (again) api.loadFromJSON(kept);
    (is2004 ? api.cmi : api.cmi.core).entry = again ? "resume" : "ab-initio";
    if (is2004) {
      api.cmi.learner_id = learner.id;
      api.cmi.learner_name = learner.name;
    } else {
      api.cmi.core.student_id = learner.id;
      api.cmi.core.student_name = learner.name;
    }
    let soon;
    const commit = () => {
      clearTimeout(soon);
      tell("kept", { kept: api.renderCMIToJSONObject() });
    };
    for (const said of is2004 ? ["Commit", "Terminate"] : ["LMSCommit", "LMSFinish"]) api.on(said, commit);
    // many packages commit only when they are closed, and a closing tab hears nothing: what is set is kept at once
    api.on(is2004 ? "SetValue" : "LMSSetValue", () => {
      clearTimeout(soon);
      soon = setTimeout(commit, PAUSE);
    });
    window[is2004 ? "API_1484_11" : "API"] = api;
    addEventListener("pagehide", commit);
    frame.src = new URL(`../${href}`, location.href).href;
  };

  addEventListener("message", (event) => {
    if (event.origin !== site || event.source !== parent || begun || event.data?.kind !== "begin") return;
    begin(event.data);
  });
  tell("ready");
})();
