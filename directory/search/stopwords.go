package search

import "strings"

// stopWords are ignored in a query that holds anything else: French and
// English words that tell nothing about a person or a craft, folded. Among them
// are those that only lead to the name of a place (« près de », « à côté de »,
// "near"): what else may be a craft or a tool (secteur, région, next) is none.
var stopWords = setOf(`
	a à afin ai ainsi alentour alentours alors apres as assez au aucun aucune aussi autour autre autres
	aux avant avec avoir
	c ça car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment côté
	d dans de depuis des donc dont du
	elle elles en encore entre environ environs es est et etc ete etes etre eu eux
	fait fut il ils j je jusque jusqu l la là le les leur leurs lors lorsque lui
	m ma mais me meme memes mes moi mon n ne ni nos notre nous nôtre
	on ont ou où par parmi pas pendant peu peut plus plusieurs pour pourquoi
	près proche proches puis puisque
	qu quand que quel quelle quelles quels quelque quelques qui quoi
	s sa sans se selon sera ses si sien soi soit son sont sous sur suis
	t ta tandis te tel telle telles tels tes toi ton tous tout toute toutes tres trop tu
	un une vers via voici voila vos votre vous y
	about after all also am an and any are around at be because been before being between both but by can
	close could did do does for from had has have he her here him his how i if in into is it its just
	may more most my near nearby no nor not of off or other our out over own same she should so some such
	than that the their them then there these they this those through to too under until up very
	was we were what when where which while who whom why will with within
	would you your
`)

func setOf(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		for _, t := range tokens(w) {
			m[t] = true
		}
	}
	return m
}
