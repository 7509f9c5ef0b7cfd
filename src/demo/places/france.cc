#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view france = R"book(
== place
code: FR
name: France
language: fr
locale: fr-FR
currency: EUR 1 100
weight: 10
iphone: 0.4
city: Paris|Europe/Paris|60
city: Lyon|Europe/Paris|60
city: Marseille|Europe/Paris|60
city: Nantes|Europe/Paris|60
city: Bordeaux|Europe/Paris|60
city: Lille|Europe/Paris|60
city: Toulouse|Europe/Paris|60
city: Saint-Étienne|Europe/Paris|60
city: Rennes|Europe/Paris|60
phones: +33612###### +33645###### +33661###### +33678###### +33750######
mail: courriel.example boite.example poste.example messagerie.example

== names
women: Camille Léa Manon Chloé Inès Jade Louise Alice Juliette Zoé Clémence Margaux Anaïs Élodie
women: Aurélie Céline Delphine Sandrine Nathalie Isabelle Hélène Maëlys Solène Yasmine Samira
women: Fatou Aminata Brigitte Odile Capucine
men: Lucas Hugo Louis Gabriel Arthur Jules Adam Raphaël Paul Antoine Maxime Clément Théo Baptiste
men: Mathieu Nicolas Julien Guillaume Sébastien Frédéric Olivier Thierry Loïc Yann Karim Mehdi
men: Mamadou Étienne Régis Gaëtan
families: Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent
families: Lefebvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier
families: Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller
families: Henry Roussel Nicolas Perrin Morin Mathieu Clément Gauthier Dumont Lopez Fontaine
families: Chevalier Robin Masson Sanchez Noël Boyer Diallo Benali Le_Goff Kervella Traoré
company: Cabinet {family}|Legal
company: Atelier {family}|Design
company: Boulangerie {family}|Food
company: {family} Architectes|Architecture
company: Maison {family}|Hospitality
company: Menuiserie {family}|Crafts
company: Clinique vétérinaire {family}|Healthcare
company: Auto-école {family}|Education
company: {family} & Associés|Consulting
company: Les Éditions {family}|Media
household: Famille {family}
)book";

}  // namespace throughline::demo::places
