// Package directory is the domain of the directory of remote workers of the
// Orne: what a listing, a commune, a skill, a télécentre and an account are,
// who may see and do what, and in which words a search is asked.
//
// It knows neither SQL, nor SSH, nor a terminal. What it needs from outside it
// names as interfaces (Store, Searcher); the packages beneath it implement them.
package directory
