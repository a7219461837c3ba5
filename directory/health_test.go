package directory_test

import (
	"testing"

	"teleorne/directory"
)

var ofOneself = []string{
	"Je suis handicapé.", "Je suis handicapée moteur", "je suis très handicapée", "Mon handicap ne me gêne pas.", "Malgré mon handicap, je travaille vite.",
	"Je suis en situation de handicap.", "En situation de handicap, je travaille à domicile.", "Étant prudent : je suis moi-même en situation de handicap.",
	"RQTH", "Titulaire d’une RQTH", "Bénéficiaire de la RQTH depuis 2019", "J’ai la RQTH", "Développeuse (RQTH)", "Je suis RQTH.", "Ma RQTH est à jour",
	"Bénéficiaire de l’AAH", "Je perçois l’AAH.", "Travailleur handicapé", "Reconnue travailleuse handicapée", "Je suis reconnu travailleur handicapé",
	"Je suis en invalidité", "En invalidité depuis deux ans, je cherche à domicile", "Pension d’invalidité de catégorie 1", "Mon invalidité m’impose le télétravail.",
	"Je suis atteinte de sclérose en plaques.", "Atteint d’une maladie chronique, je préfère le matin.", "Je souffre d’agoraphobie", "Je souffre de migraines.",
	"Ma maladie m’empêche de conduire", "Après ma dépression, j’ai repris.", "J’ai fait une dépression.", "Je suis dépressif", "J’ai un handicap invisible",
	"Je vis avec une maladie rare.", "Je suis malentendante : écrivez-moi.", "je suis sourd", "Je suis aveugle et développeur", "Je suis autiste Asperger",
	"J’ai eu un cancer", "À cause de mon cancer", "mes problèmes de santé", "Je suis en fauteuil", "Je me déplace en fauteuil roulant.",
	"Je suis une personne à mobilité réduite", "Je suis diabétique", "Je suis enceinte", "Mon burn-out m’a appris à dire non", "je suis épileptique",
	"JE SUIS HANDICAPÉE", "je suis handicape", "Comptable.\nJe suis handicapée.\nFibre.", "J'ai obtenu la RQTH",
	"I am disabled.", "I’m disabled", "I am deaf: please write", "My disability is no obstacle.", "Because of my illness I work at home", "I suffer from depression",
	"I have a chronic illness", "I have multiple sclerosis", "I was diagnosed with autism", "As a disabled person I work from home", "I use a wheelchair.",
	"I am autistic", "my health problems", "I'm a wheelchair user", "I am pregnant", "I live with epilepsy",
}

var ofWork = []string{
	"Référent handicap", "Référente handicap et inclusion", "Accompagnement de personnes handicapées", "J’accompagne des personnes en situation de handicap.",
	"Je suis référente handicap.", "Je suis infirmière", "Infirmière libérale", "Accessibilité numérique (RGAA)", "Je suis experte en accessibilité",
	"Prévention santé au travail", "Traitement des maladies de la vigne", "Maladie de la vigne : diagnostic et conseil", "Psychologue du travail",
	"Prévention du burn-out", "Accompagnement après un burn-out", "Gestion des dossiers RQTH", "Montage de dossiers RQTH et AAH", "Conseil aux employeurs sur la RQTH",
	"Accompagnement :\n- RQTH\n- AAH\n- AGEFIPH", "Emploi des travailleurs handicapés (OETH)", "Je recrute des travailleurs handicapés",
	"Assurance invalidité et prévoyance", "Gestion des pensions d’invalidité", "Aide à domicile", "Secrétaire médicale", "Je suis secrétaire médicale en télétravail",
	"Rédaction médicale : cancer, diabète, épilepsie", "Patients atteints de sclérose en plaques", "Objectifs atteints de façon durable", "Atteinte de la cible en 3 mois",
	"Atteint de nouveaux marchés", "Je souffre de l’absence de fibre", "Entreprises qui souffrent de lenteurs", "Ventilation en dépression", "La dépression atmosphérique",
	"Mon cabinet accompagne les malades", "Ma Santé 2022 : déploiement", "Mon traitement de texte", "Mon métier : le handicap", "Mes clients : hôpitaux, EHPAD, ESAT",
	"Je suis formatrice en langue des signes", "Interprète LSF pour personnes sourdes", "Transcription pour aveugles et malvoyants", "Je suis ergothérapeute",
	"Je suis coordinatrice santé", "Logiciels pour le fauteuil roulant électrique", "Je vends des fauteuils roulants", "Accès en fauteuil roulant", "Bureau accessible de plain-pied",
	"Je suis membre d’une association de malades", "Je suis éducateur spécialisé auprès d’enfants autistes", "Juriste en droit du handicap", "Mission handicap",
	"Statut de travailleur handicapé : conseil", "Calcul de l’AAH", "Coach santé et bien-être", "Je suis disponible", "Je suis indépendante à mon compte",
	"Ingénieure qualité, dispositifs médicaux", "Oncologie : études cliniques", "Je suis sensible aux enjeux de santé publique", "Handisport", "",
	"Disability consultant", "I support disabled people at work", "I am a nurse", "Web accessibility for blind users", "I design for deaf users", "Health insurance claims",
	"I am a depression-era historian", "Medical writer: cancer, diabetes", "Occupational health", "My clients are hospitals", "I train people with a disability",
	"I help people with disability pension claims", "Plant disease expert", "Patient support", "Invalid SQL detection", "My healthcare clients",
}

func TestHealthIsNoticedWhenItIsOnesOwn(t *testing.T) {
	if len(ofOneself) < 40 || len(ofWork) < 40 {
		t.Fatal("too few cases")
	}
	for _, s := range ofOneself {
		p := directory.Profile{Description: s}
		if es := p.Health(); len(es) != 1 || es[0].Code != directory.CodeHealth || es[0].Field != "description" || es[0].Params["word"] == "" {
			t.Errorf("%q passes: %v", s, es)
		}
	}
	for _, s := range ofWork {
		p := directory.Profile{Description: s}
		if es := p.Health(); len(es) != 0 {
			t.Errorf("%q is taken for health: %v", s, es)
		}
	}
}

// The whole of a profile is looked at, and nothing of it is kept or changed.
func TestHealthLooksAtEachText(t *testing.T) {
	p := directory.Profile{
		Name: "Claire RQTH", Headline: "Développeuse, mon handicap", Organisation: "Je suis sourd SARL", Description: "My disability.",
		Website: "https://rqth.fr", EmployerPlace: "rqth",
	}
	before := p
	var fields []string
	for _, e := range p.Health() {
		fields = append(fields, e.Field)
	}
	if len(fields) != 4 || len(p.Diff(&before)) != 0 {
		t.Errorf("noticed in %v", fields)
	}
}
