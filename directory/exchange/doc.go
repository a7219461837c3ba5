// Package exchange owns the formats in which listings and reference data enter
// and leave the directory: CSV, JSON, NDJSON, vCard. It decides nothing about
// who may see what, and trusts no text: not on the way in, and not on the way
// out either.
package exchange

// Schema is the version of the JSON documents. It changes when a name goes.
const Schema = 1
