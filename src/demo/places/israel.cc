#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view israel = R"book(
== place
code: IL
name: Israel
language: he
locale: he-IL
currency: ILS 4 500
weight: 3
iphone: 0.4
city: תל אביב-יפו|Asia/Jerusalem|120
city: ירושלים|Asia/Jerusalem|120
city: חיפה|Asia/Jerusalem|120
city: באר שבע|Asia/Jerusalem|120
city: רחובות|Asia/Jerusalem|120
phones: +97252####### +972501###### +972544###### +972533######
mail: doar.example mikhtav.example mailbox.example

== names
women: נועה/Noa תמר/Tamar מיכל/Michal שירה/Shira יעל/Yael רוני/Roni מאיה/Maya עדי/Adi הילה/Hila
women: אורלי/Orly רחל/Rachel דנה/Dana ליאת/Liat ענת/Anat גלית/Galit אפרת/Efrat
men: יוסי/Yossi דוד/David משה/Moshe איתי/Itai עומר/Omer נדב/Nadav אורי/Uri יונתן/Yonatan גיל/Gil
men: רון/Ron אלון/Alon שי/Shai עידו/Ido אבי/Avi תומר/Tomer ניר/Nir
families: כהן/Cohen לוי/Levi מזרחי/Mizrahi פרץ/Peretz ביטון/Biton דהן/Dahan אברהם/Avraham
families: פרידמן/Friedman מלכה/Malka אזולאי/Azoulay כץ/Katz יוסף/Yosef שפירא/Shapira
families: רוזנברג/Rosenberg גולן/Golan ברק/Barak אשכנזי/Ashkenazi חדד/Haddad שגב/Segev נחום/Nahum
company: משרד {family}/{family} Office|Legal
company: מרפאת {family}/{family} Clinic|Healthcare
company: {family} אדריכלים/{family} Architects|Architecture
company: מאפיית {family}/{family} Bakery|Food
company: סטודיו {family}/Studio {family}|Design
household: משפחת {family}
)book";

}  // namespace throughline::demo::places
