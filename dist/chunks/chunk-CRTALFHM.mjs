import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);
function loadExeca(){return import("./execa-5Z3FUAU7.mjs")}export{loadExeca};
