// Package server carries the directory over SSH: it decides who is admitted
// and as whom, runs one interface, one linear dialogue or one command for each
// session, and ends them politely.
//
// It knows neither screens, nor verbs of commands, nor SQL: what a session
// shows is handed in by Config, and every sentence comes from the catalogue.
package server
