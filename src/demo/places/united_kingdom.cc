#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view united_kingdom = R"book(
== place
code: GB
name: United Kingdom
language: en
locale: en-GB
currency: GBP 0.86 100
weight: 10
iphone: 0.52
city: London|Europe/London|0
city: Manchester|Europe/London|0
city: Bristol|Europe/London|0
city: Leeds|Europe/London|0
city: Glasgow|Europe/London|0
city: Cardiff|Europe/London|0
city: Brighton|Europe/London|0
city: Newcastle upon Tyne|Europe/London|0
city: Norwich|Europe/London|0
phones: +4474000##### +4475110##### +4477130##### +4478020##### +4479410#####
mail: letterbox.example post.example pigeonpost.example inbox.example

== names
women: Olivia Amelia Isla Ava Freya Poppy Imogen Harriet Florence Beatrice Eleanor Matilda Rosie
women: Gemma Siobhan Niamh Catriona Morag Carys Bronwen Aisha Fatima Zara Priyanka Chidinma Adaeze
women: Pauline Lorraine Tracey Helen
men: George Harry Oliver Arthur Alfie Archie Theo Freddie Rory Callum Hamish Ewan Gareth Rhys Dylan
men: Declan Niall Imran Hassan Kwame Tobias Rupert Hugo Giles Colin Nigel Stuart Graham Neil Craig
families: Smith Jones Taylor Williams Brown Davies Evans Wilson Thomas Roberts Johnson Lewis Walker
families: Robinson Wood Thompson White Watson Jackson Wright Green Harris Cooper King Lee Martin
families: Clarke James Morgan Hughes Edwards Hill Moore Clark Harrison Scott Young Morris Hall Ward
families: Turner Carter Phillips Mitchell Patel Adams Campbell Anderson Allen Cook Bailey Ahmed
families: Khan Begum Okonkwo Ashworth Blackwood Cartwright Featherstone Hargreaves Macleod Pritchard
company: {family} & Sons Joinery|Crafts
company: {family} Chartered Surveyors|Real estate
company: {family} Solicitors|Legal
company: The {family} Practice|Healthcare
company: {family} Street Bakery|Food
company: {family} Sound and Stage|Events
company: Atelier {family}|Design
company: {family} Physiotherapy|Healthcare
company: {family} Tutors|Education
company: {family} Digital Ltd|Software
household: The {family} family
)book";

}  // namespace throughline::demo::places
