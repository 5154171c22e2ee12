import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);
var UserError=class extends Error{name="UserError";hint;exitCode;constructor(message,hint=null,exitCode=3){super(message),this.hint=hint,this.exitCode=exitCode}};export{UserError};
