#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view germany = R"book(
== place
code: DE
name: Germany
language: de
locale: de-DE
currency: EUR 1 100
weight: 15
iphone: 0.42
city: Berlin|Europe/Berlin|60
city: Hamburg|Europe/Berlin|60
city: München|Europe/Berlin|60
city: Köln|Europe/Berlin|60
city: Leipzig|Europe/Berlin|60
city: Freiburg im Breisgau|Europe/Berlin|60
city: Münster|Europe/Berlin|60
city: Nürnberg|Europe/Berlin|60
city: Bremen|Europe/Berlin|60
city: Göttingen|Europe/Berlin|60
phones: +491512####### +491761####### +491601###### +491735####### +491577#######
mail: post.example briefkasten.example posteingang.example mail.example

== names
women: Anna Lena Mia Hannah Sophie Marie Julia Katharina Johanna Greta Frieda Ronja Svenja Antje
women: Birgit Sabine Claudia Ulrike Heike Carina Lea Emilia Paula Nele Franziska Theresa Jana Maike
women: Elif Aylin Zeynep Oksana Doris Renate
men: Lukas Jonas Felix Maximilian Paul Leon Tim Jan Niklas Moritz Anton Emil Jakob Henning Torben
men: Matthias Stefan Andreas Markus Thorsten Uwe Bernd Holger Karsten Florian Tobias Sebastian Kai
men: Emre Murat Cem Piotr Björn Jürgen
families: Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch
families: Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann
families: Lange Werner Krause Lehmann Köhler Maier Albrecht Brandt Lindner Vogt Sander Engelhardt
families: Petersen Hansen Thomsen Reuter Wiegand Baumann Seidel Kuhn Pohl Böhm Yılmaz Öztürk Kaya
families: Demir Nowak Kowalski Bergmann Dörfler Steinhoff Rademacher Kessler Ahlers
company: Kanzlei {family}|Legal
company: Zahnarztpraxis Dr. {family}|Healthcare
company: {family} Architekten|Architecture
company: Tischlerei {family}|Crafts
company: Bäckerei {family}|Food
company: {family} & {family} GmbH|Consulting
company: Fahrschule {family}|Education
company: Physiotherapie {family}|Healthcare
company: Stadtwerk {family} Medien|Media
company: Hofgut {family}|Hospitality
company: {family} Veranstaltungstechnik|Events
household: Familie {family}
)book";

}  // namespace throughline::demo::places
