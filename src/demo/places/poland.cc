#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view poland = R"book(
== place
code: PL
name: Poland
language: pl
locale: pl-PL
currency: PLN 4.3 500
weight: 5
iphone: 0.24
city: Warszawa|Europe/Warsaw|60
city: Kraków|Europe/Warsaw|60
city: Wrocław|Europe/Warsaw|60
city: Gdańsk|Europe/Warsaw|60
city: Poznań|Europe/Warsaw|60
city: Łódź|Europe/Warsaw|60
city: Lublin|Europe/Warsaw|60
phones: +48501###### +48601###### +48730###### +48692###### +48787######
mail: poczta.example skrzynka.example listonosz.example

== names
women: Anna Katarzyna Agnieszka Małgorzata Magdalena Zofia Zuzanna Julia Hanna Maja Aleksandra
women: Natalia Wiktoria Joanna Ewa Barbara Monika Dorota Iwona Kinga Karolina Oliwia Łucja Jagoda
men: Piotr Krzysztof Andrzej Tomasz Paweł Michał Marcin Jakub Kacper Szymon Mateusz Bartosz
men: Grzegorz Łukasz Wojciech Zbigniew Stanisław Franciszek Antoni Filip Igor Rafał Sławomir Dawid
families: Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański
families: Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Kaczmarek Piotrowski
families: Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Majewski Olszewski
families: Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski Sikora Walczak
company: Kancelaria {family}|Legal
company: Piekarnia {family}|Food
company: Gabinet {family}|Healthcare
company: {family} Architekci|Architecture
company: Stolarnia {family}|Crafts
company: Szkoła Językowa {family}|Education
company: {family} Studio|Design
household: Rodzina {family}
)book";

}  // namespace throughline::demo::places
