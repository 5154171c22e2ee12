import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);
import{containerLabels}from"./chunk-MWEDQMER.mjs";function neverStarted(image,mounts,mark){return{image,entrypoint:[],cmd:["never-started"],env:[],user:null,workdir:null,network:"none",mounts,memoryBytes:null,pids:null,labels:containerLabels(mark)}}export{neverStarted};
