#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view sweden = R"book(
== place
code: SE
name: Sweden
language: sv
locale: sv-SE
currency: SEK 11.3 1000
weight: 5
iphone: 0.6
city: Stockholm|Europe/Stockholm|60
city: Göteborg|Europe/Stockholm|60
city: Malmö|Europe/Stockholm|60
city: Uppsala|Europe/Stockholm|60
city: Umeå|Europe/Stockholm|60
city: Örebro|Europe/Stockholm|60
city: Visby|Europe/Stockholm|60
phones: +46701###### +46735###### +46762###### +46722######
mail: post.example brevlada.example epost.example

== names
women: Astrid Elsa Alma Ebba Wilma Saga Ingrid Sigrid Linnéa Maja Klara Freja Tuva Mara Karin Eva
women: Birgitta Åsa Malin Frida Hanna Emelie Leila Amina
men: Erik Lars Nils Axel Oscar Hugo Viktor Gustav Elias Ludvig Anders Johan Mikael Per Magnus
men: Fredrik Henrik Sven Björn Måns Åke Amir Jonas Olle
families: Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson
families: Lindqvist Lindberg Lindgren Bergström Axelsson Lundgren Sandberg Björk Nyström Holm
families: Söderberg Åkerlund Öberg Ekström Hedlund Sjögren Wikström Fransson Ström Dahl Mohammed
families: Rosén Norén Ahlgren Engström Forsberg
company: {family} Arkitektkontor|Architecture
company: {family}s Bageri|Food
company: Advokatbyrån {family}|Legal
company: {family} Snickeri AB|Crafts
company: Tandläkarna {family}|Healthcare
company: {family} Byrå|Media
company: {family} Trafikskola|Education
household: Familjen {family}
)book";

}  // namespace throughline::demo::places
