#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view united_states = R"book(
== place
code: US
name: United States
language: en
locale: en-US
currency: USD 1.1 100
weight: 17
iphone: 0.58
city: Portland|America/Los_Angeles|-480
city: Seattle|America/Los_Angeles|-480
city: Oakland|America/Los_Angeles|-480
city: Denver|America/Denver|-420
city: Santa Fe|America/Denver|-420
city: Austin|America/Chicago|-360
city: Minneapolis|America/Chicago|-360
city: Chicago|America/Chicago|-360
city: Nashville|America/Chicago|-360
city: Brooklyn|America/New_York|-300
city: Philadelphia|America/New_York|-300
city: Atlanta|America/New_York|-300
city: Boston|America/New_York|-300
city: Pittsburgh|America/New_York|-300
phones: +120655501## +121055501## +121255501## +121355501## +121455501## +121555501##
phones: +121655501## +130355501## +130555501## +131055501## +131255501## +131355501##
phones: +131455501## +131555501## +131755501## +132355501## +133055501## +133655501##
phones: +134755501## +136055501## +138555501## +140155501## +140255501## +140455501##
phones: +140755501## +140855501## +141255501## +141555501## +141955501## +142555501##
phones: +143055501## +143555501## +146955501## +148055501## +150355501## +150455501##
phones: +151255501## +151355501## +161255501## +161555501## +161755501## +171855501##
mail: mailbox.example inbox.example letters.example hey.example fastpost.example

== names
women: Emma Olivia Ava Charlotte Amelia Harper Evelyn Abigail Ella Scarlett Grace Chloe Penelope
women: Riley Nora Hazel Aurora Natalie Brooklyn Maya Jasmine Simone Latoya Keisha Rosa Guadalupe
women: Xiomara Mei Linh Priya Shira Wren Delia Margaret Joan Beth Tamara Renee Kaitlyn Madison
men: Liam Noah Oliver Elijah James William Benjamin Lucas Henry Theodore Jackson Levi Mateo Daniel
men: Samuel Owen Wyatt Caleb Isaac Julian Marcus Darnell Tyrone Malik Jamal Carlos Diego Hector
men: Kenji Minh Arjun Eli Walt Frank Gary Russell Curtis Dwayne Trevor Cole
families: Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez
families: Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White
families: Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres
families: Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts
families: Okafor Abernathy Castellanos Delacroix Ellsworth Fitzgerald Goldberg Hathaway Ishikawa
families: Kowalczyk Lindgren McAllister Nakamura Oyelaran Pemberton Quintero Rasmussen Sutherland
families: Tran Underwood Vasquez Whitfield Yoon Zimmerman
company: {family} Dental Group|Healthcare
company: {family} & {family} LLP|Legal
company: {family} Roofing Co.|Crafts
company: Studio {family}|Design
company: {family} Coffee Roasters|Food
company: {family} Family Chiropractic|Healthcare
company: Camp {family}|Education
company: {family} Analytics|Software
company: The {family} Theater Company|Events
company: {family} Landscape Architecture|Architecture
company: {family} Realty Partners|Real estate
company: {family} Veterinary Clinic|Healthcare
household: The {family} family
)book";

}  // namespace throughline::demo::places
