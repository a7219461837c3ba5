package search

import "strings"

// irregular are the words that the rules would put into a wrong class: false
// friends that must stay apart, and crafts whose forms the rules tear apart.
// Each line is a class, named by its first word.
var irregular = classesOf(`
	projeteur projeteurs projeteuse projeteuses
	formation formations formateur formateurs formatrice formatrices formatif
	format formats
	forme formes
	former
	secret secrets secrete
	secteur secteurs
	direct directe directs directes directement
	planning plannings planification planificateur planificatrice planifier
	communication communications communicant communicante communicants communicantes communiquer communicationnel
	commune communes communal communale
	comptable comptables comptabilite comptabilites comptabiliser comptabilisation
	comte comtes
	compte comptes
	conseil conseils conseiller conseillere conseillers conseilleres
	engineer engineers engineering
	expert experte experts expertes expertise expertises
	acteur actrice acteurs actrices
	moteur moteurs
	station stations
	geste gestes gestuel gestuelle
	animal animaux animalier animaliere
	tour tours
	auteur auteurs auteure auteures autrice autrices
	mediation mediations mediateur mediateurs mediatrice mediatrices
	narration narrations narrateur narrateurs narratrice narratrices
	ambassadeur ambassadeurs ambassadrice ambassadrices
	tuteur tuteurs tutrice tutrices tutorat tutorats
	docteur docteurs docteure docteures doctorat doctorats
	maitre maitres maitresse maitresses
	hote hotes hotesse hotesses
	berger bergers bergere bergeres
	leger legers legere legeres
	long longs longue longues
	bref brefs breve breves
	neuf neufs neuve neuves
	blanc blancs blanche blanches
	nouveau nouveaux nouvel nouvelle nouvelles
	turc turcs turque turques
	public publics publique publiques
	publicite publicites publicitaire publicitaires
	travail travaux
	bail baux
	vitrail vitraux
	jeu jeux
	enjeu enjeux
	lieu lieux
	milieu milieux
	cheveu cheveux
	bijou bijoux
	courrier courriers
	village villages
	chantier chantiers
	courtier courtiers courtiere courtieres courtage courtages
	professeur professeurs professeure professeures
	personne personnes
	generation generations generatif generatifs generative generatives generateur generateurs
	transition transitions
	pays
	mont monts
	dev devs
	journee journees
	eleve eleves
	data
	marie
	saint saints sainte saintes st ste sts stes
	sees
	sea
`)

// groups are the crafts that have words of different roots: who exercises
// them, what they do, what comes of it. Each line is a group, named by the
// class of its first word.
var groups = groupsOf(`
	formation former training formateur
	juriste juridique droit law legal
	achat acheteur acheter
	vente vendeur vendre televente
	traduction traduire traduit translator
	redaction rediger redacteur writer writing copywriting
	correction corriger relecture relecteur relire
	ecriture ecrire ecrivain
	photo photos photographe
	video videaste videos
	paie paye payroll
	webmaster webmestre
	musique musicien
	notaire notariat notarial
	ingenieur engineer
	comptable accountant accounting bookkeeping bookkeeper
	secretaire secretarial
	developpeur dev
	statistique stats statisticien
	chimie chimiste
	architecte archi
	interprete interpreter
	gestion gerer
	conception concevoir concepteur
	publicite publicitaire pub
	sante medical medecin
	langue linguistique linguiste
	recrutement recruter recruteur
	sonore sonorisation sonoriser
	loi legislation
	conseil consultant
	coordination coordonnateur
	recherche chercheur
	impression imprimeur
	bibliotheque bibliothecaire
	banque bancaire
	histoire historien
	securite securisation
	evenement evenementiel
	coiffure coiffeur
`)

func classesOf(lines string) map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		for _, w := range words {
			m[w] = "=" + words[0] // no stem begins like that
		}
	}
	return m
}

// grouped are the classes of each group, in no order that matters.
var grouped = func() map[string][]string {
	m := make(map[string][]string)
	for c, g := range groups {
		m[g] = append(m[g], c)
	}
	return m
}()

func groupsOf(lines string) map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		for _, w := range words {
			m[class(w)] = class(words[0])
		}
	}
	return m
}
