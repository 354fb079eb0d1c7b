import "./service.ts";
