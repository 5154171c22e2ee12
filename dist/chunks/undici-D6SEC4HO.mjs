import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);
import{require_undici}from"./chunk-O4XQVWRR.mjs";import"./chunk-JT7KJECK.mjs";export default require_undici();
