import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);
import{sweepAll}from"./chunk-37XI4V6D.mjs";import"./chunk-U3OSQVNA.mjs";import"./chunk-CRTALFHM.mjs";import"./chunk-MWEDQMER.mjs";import"./chunk-YZCDAARQ.mjs";import"./chunk-PAU7L563.mjs";import"./chunk-AI3WENSZ.mjs";import"./chunk-SPS7K75R.mjs";import"./chunk-JT7KJECK.mjs";export{sweepAll};
