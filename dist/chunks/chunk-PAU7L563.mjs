import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);
var EngineError=class extends Error{name="EngineError";status;constructor(message,status,cause){super(message,{cause}),this.status=status}};export{EngineError};
