"""A scale as short as one can be, without a fault, for tests to spoil."""

SMALL = """\
id: petite
version: "1.0.0"
kind: ordinal
name: {fr: "Petite échelle", en: "Small scale"}
definition: {fr: "Saluer les voisins.", en: "Greeting neighbours."}
source:
  organisation: {fr: "Village", en: "Village"}
  title: {fr: "Charte", en: "Charter"}
  note: {fr: "Écrit pour les tests.", en: "Written for the tests."}
policy:
  name: {fr: "Prudente", en: "Cautious"}
  coverage: 0.8
dimensions:
  - code: elan
    name: {fr: "Élan", en: "Drive"}
    low: {fr: "Peu", en: "Little"}
    high: {fr: "Beaucoup", en: "Much"}
    facts: [months]
levels:
  - number: 1
    name: {fr: "Un", en: "One"}
    description: {fr: "Salue.", en: "Greets."}
  - number: 2
    name: {fr: "Deux", en: "Two"}
    description: {fr: "Invite.", en: "Invites."}
concepts:
  - code: "1"
    level: 1
    name: {fr: "Saluer", en: "Greet"}
    description: {fr: "Salue.", en: "Greets."}
    indicators:
      - {fr: "Dit bonjour.", en: "Says hello."}
    question: {fr: "Racontez un bonjour.", en: "Tell me about a hello."}
    examples:
      - "Hier, [[j'ai salué le boulanger]]."
      - "[[J'ai souri à la factrice]] devant la poste."
    counterexamples:
      - "Le boulanger dormait."
  - code: "2"
    level: 2
    name: {fr: "Inviter", en: "Invite"}
    description: {fr: "Invite.", en: "Invites."}
    indicators:
      - {fr: "Ouvre sa porte.", en: "Opens the door."}
    question: {fr: "Racontez une invitation.", en: "Tell me about an invitation."}
    examples:
      - "[[J'ai invité toute la rue]] en juin."
      - "Puis [[j'ai mis une table dehors pour les voisins]]."
    counterexamples:
      - "La rue était vide."
settings:
  - code: recency_months
    text: {fr: "Ancienneté.", en: "Age."}
    value: null
"""
