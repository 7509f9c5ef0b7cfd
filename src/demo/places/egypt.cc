#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view egypt = R"book(
== place
code: EG
name: Egypt
language: ar
locale: ar-EG
currency: EGP 53 5000
weight: 4
iphone: 0.2
city: القاهرة|Africa/Cairo|120
city: الإسكندرية|Africa/Cairo|120
city: الجيزة|Africa/Cairo|120
city: المنصورة|Africa/Cairo|120
city: الأقصر|Africa/Cairo|120
phones: +2010######## +2011######## +2012########
mail: barid.example rasail.example mailbox.example

== names
women: مريم/Mariam فاطمة/Fatma نور/Nour سارة/Sara ياسمين/Yasmin هبة/Heba منى/Mona دينا/Dina آية/Aya
women: سلمى/Salma رنا/Rana شيماء/Shaimaa إيمان/Eman نهى/Noha ليلى/Laila هدى/Hoda ريم/Reem ندى/Nada
men: محمد/Mohamed أحمد/Ahmed محمود/Mahmoud عمر/Omar يوسف/Youssef كريم/Karim طارق/Tarek خالد/Khaled
men: حسام/Hossam إبراهيم/Ibrahim مصطفى/Mostafa شريف/Sherif عمرو/Amr مينا/Mina جورج/George وليد/Walid
men: هشام/Hesham سامح/Sameh
families: حسن/Hassan علي/Aly إبراهيم/Ibrahim عبد_الله/Abdallah السيد/Elsayed منصور/Mansour
families: فؤاد/Fouad سليمان/Soliman عثمان/Osman شاكر/Shaker الشربيني/Elsherbiny المصري/Elmasry
families: نجيب/Naguib رمزي/Ramzy فهمي/Fahmy حلمي/Helmy صبري/Sabry الجندي/Elgendy بدوي/Badawy
families: غالي/Ghali زكي/Zaki عوض/Awad الشافعي/Elshafey رشدي/Roshdy
company: عيادة {family}/{family} Clinic|Healthcare
company: مكتب {family} للمحاماة/{family} Law|Legal
company: {family} للهندسة/{family} Engineering|Architecture
company: مخبز {family}/{family} Bakery|Food
company: أكاديمية {family}/{family} Academy|Education
company: مجموعة {family}/{family} Group|Consulting
household: عائلة {family}
)book";

}  // namespace throughline::demo::places
