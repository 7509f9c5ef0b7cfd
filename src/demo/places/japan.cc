#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view japan = R"book(
== place
code: JP
name: Japan
language: ja
locale: ja-JP
currency: JPY 165 10000
weight: 8
iphone: 0.66
order: family-first
city: 東京|Asia/Tokyo|540
city: 横浜|Asia/Tokyo|540
city: 大阪|Asia/Tokyo|540
city: 京都|Asia/Tokyo|540
city: 札幌|Asia/Tokyo|540
city: 福岡|Asia/Tokyo|540
city: 仙台|Asia/Tokyo|540
city: 金沢|Asia/Tokyo|540
phones: +819012###### +818023###### +817034###### +819045######
mail: yubin.example tegami.example mailbox.example

== names
women: 結衣/Yui 陽葵/Himari 美咲/Misaki さくら/Sakura 葵/Aoi 凛/Rin 愛/Ai 彩香/Ayaka 優子/Yuko 真由美/Mayumi
women: 恵子/Keiko 千尋/Chihiro 香織/Kaori 麻衣/Mai 奈々/Nana 由美子/Yumiko 友香/Tomoka 遥/Haruka 莉子/Riko
women: 美穂/Miho 沙織/Saori 明日香/Asuka 和子/Kazuko 久美子/Kumiko ひなた/Hinata 七海/Nanami 詩織/Shiori
men: 蓮/Ren 陽翔/Haruto 湊/Minato 大翔/Hiroto 悠真/Yuma 健太/Kenta 翔太/Shota 大輔/Daisuke 拓也/Takuya
men: 直樹/Naoki 和也/Kazuya 健一/Kenichi 誠/Makoto 隆/Takashi 浩二/Koji 亮/Ryo 智也/Tomoya 裕介/Yusuke
men: 慎太郎/Shintaro 学/Manabu 剛/Tsuyoshi 哲也/Tetsuya 修/Osamu 樹/Itsuki 颯太/Sota 海斗/Kaito 洋平/Yohei
families: 佐藤/Sato 鈴木/Suzuki 高橋/Takahashi 田中/Tanaka 伊藤/Ito 渡辺/Watanabe 山本/Yamamoto
families: 中村/Nakamura 小林/Kobayashi 加藤/Kato 吉田/Yoshida 山田/Yamada 佐々木/Sasaki 山口/Yamaguchi
families: 松本/Matsumoto 井上/Inoue 木村/Kimura 林/Hayashi 斎藤/Saito 清水/Shimizu 山崎/Yamazaki 森/Mori
families: 池田/Ikeda 橋本/Hashimoto 阿部/Abe 石川/Ishikawa 山下/Yamashita 中島/Nakajima 石井/Ishii
families: 小川/Ogawa 前田/Maeda 岡田/Okada 長谷川/Hasegawa 藤田/Fujita 後藤/Goto 近藤/Kondo 村上/Murakami
families: 遠藤/Endo 青木/Aoki 坂本/Sakamoto 福田/Fukuda 太田/Ota 西村/Nishimura 藤井/Fujii 金子/Kaneko
company: {family}設計事務所/{family} Sekkei|Architecture
company: {family}歯科医院/{family} Shika|Healthcare
company: {family}法律事務所/{family} Horitsu|Legal
company: 株式会社{family}製作所/{family} Seisakusho|Crafts
company: {family}珈琲店/{family} Coffee|Food
company: {family}音楽教室/{family} Ongaku|Education
company: {family}デザイン室/{family} Design|Design
company: 合同会社{family}企画/{family} Kikaku|Events
company: {family}旅館/{family} Ryokan|Hospitality
household: {family}家
)book";

}  // namespace throughline::demo::places
