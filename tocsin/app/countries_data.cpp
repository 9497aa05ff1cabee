// Made by tools/make_countries.py; not edited by hand. Outlines: Natural Earth 1:50m (public domain).
// Names: Unicode CLDR 45, copyright 2004-2024 Unicode, Inc., licence in LICENSES/Unicode-3.0.txt.
// 240 countries, 1626 rings.
#include "tocsin/app/countries.hpp"

namespace tocsin::app {

// clang-format off
const std::string_view kCountryLanguages = "en|de|fr|ja|ko|es";

const std::array<PackedCountry, kCountryCount> kCountries{{
{"AF", "Afghanistan|Afghanistan|Afghanistan|アフガニスタン|아프가니스탄|Afganistán"},
{"AL", "Albania|Albanien|Albanie|アルバニア|알바니아|Albania"},
{"DZ", "Algeria|Algerien|Algérie|アルジェリア|알제리|Argelia"},
{"AS", "American Samoa|Amerikanisch-Samoa|Samoa américaines|米領サモア|아메리칸 사모아|Samoa Americana"},
{"AD", "Andorra|Andorra|Andorre|アンドラ|안도라|Andorra"},
{"AO", "Angola|Angola|Angola|アンゴラ|앙골라|Angola"},
{"AI", "Anguilla|Anguilla|Anguilla|アンギラ|앵귈라|Anguila"},
{"AQ", "Antarctica|Antarktis|Antarctique|南極|남극 대륙|Antártida"},
{"AG", "Antigua & Barbuda|Antigua und Barbuda|Antigua-et-Barbuda|アンティグア・バーブーダ|앤티가 바부다|Antigua y Barbuda"},
{"AR", "Argentina|Argentinien|Argentine|アルゼンチン|아르헨티나|Argentina"},
{"AM", "Armenia|Armenien|Arménie|アルメニア|아르메니아|Armenia"},
{"AW", "Aruba|Aruba|Aruba|アルバ|아루바|Aruba"},
{"AU", "Australia|Australien|Australie|オーストラリア|오스트레일리아|Australia"},
{"AT", "Austria|Österreich|Autriche|オーストリア|오스트리아|Austria"},
{"AZ", "Azerbaijan|Aserbaidschan|Azerbaïdjan|アゼルバイジャン|아제르바이잔|Azerbaiyán"},
{"BS", "Bahamas|Bahamas|Bahamas|バハマ|바하마|Bahamas"},
{"BH", "Bahrain|Bahrain|Bahreïn|バーレーン|바레인|Baréin"},
{"BD", "Bangladesh|Bangladesch|Bangladesh|バングラデシュ|방글라데시|Bangladés"},
{"BB", "Barbados|Barbados|Barbade|バルバドス|바베이도스|Barbados"},
{"BY", "Belarus|Belarus|Biélorussie|ベラルーシ|벨라루스|Bielorrusia"},
{"BE", "Belgium|Belgien|Belgique|ベルギー|벨기에|Bélgica"},
{"BZ", "Belize|Belize|Belize|ベリーズ|벨리즈|Belice"},
{"BJ", "Benin|Benin|Bénin|ベナン|베냉|Benín"},
{"BM", "Bermuda|Bermuda|Bermudes|バミューダ|버뮤다|Bermudas"},
{"BT", "Bhutan|Bhutan|Bhoutan|ブータン|부탄|Bután"},
{"BO", "Bolivia|Bolivien|Bolivie|ボリビア|볼리비아|Bolivia"},
{"BA", "Bosnia & Herzegovina|Bosnien und Herzegowina|Bosnie-Herzégovine|ボスニア・ヘルツェゴビナ|보스니아 헤르체고비나|Bosnia y Herzegovina"},
{"BW", "Botswana|Botsuana|Botswana|ボツワナ|보츠와나|Botsuana"},
{"BR", "Brazil|Brasilien|Brésil|ブラジル|브라질|Brasil"},
{"IO", "British Indian Ocean Territory|Britisches Territorium im Indischen Ozean|Territoire britannique de l’océan Indien|英領インド洋地域|영국령 인도양 지역|Territorio Británico del Océano Índico"},
{"VG", "British Virgin Islands|Britische Jungferninseln|Îles Vierges britanniques|英領ヴァージン諸島|영국령 버진아일랜드|Islas Vírgenes Británicas"},
{"BN", "Brunei|Brunei Darussalam|Brunei|ブルネイ|브루나이|Brunéi"},
{"BG", "Bulgaria|Bulgarien|Bulgarie|ブルガリア|불가리아|Bulgaria"},
{"BF", "Burkina Faso|Burkina Faso|Burkina Faso|ブルキナファソ|부르키나파소|Burkina Faso"},
{"BI", "Burundi|Burundi|Burundi|ブルンジ|부룬디|Burundi"},
{"KH", "Cambodia|Kambodscha|Cambodge|カンボジア|캄보디아|Camboya"},
{"CM", "Cameroon|Kamerun|Cameroun|カメルーン|카메룬|Camerún"},
{"CA", "Canada|Kanada|Canada|カナダ|캐나다|Canadá"},
{"CV", "Cape Verde|Cabo Verde|Cap-Vert|カーボベルデ|카보베르데|Cabo Verde"},
{"KY", "Cayman Islands|Kaimaninseln|Îles Caïmans|ケイマン諸島|케이맨 제도|Islas Caimán"},
{"CF", "Central African Republic|Zentralafrikanische Republik|République centrafricaine|中央アフリカ共和国|중앙 아프리카 공화국|República Centroafricana"},
{"TD", "Chad|Tschad|Tchad|チャド|차드|Chad"},
{"CL", "Chile|Chile|Chili|チリ|칠레|Chile"},
{"CN", "China|China|Chine|中国|중국|China"},
{"CO", "Colombia|Kolumbien|Colombie|コロンビア|콜롬비아|Colombia"},
{"KM", "Comoros|Komoren|Comores|コモロ|코모로|Comoras"},
{"CG", "Congo - Brazzaville|Kongo-Brazzaville|Congo-Brazzaville|コンゴ共和国(ブラザビル)|콩고-브라자빌|Congo"},
{"CK", "Cook Islands|Cookinseln|Îles Cook|クック諸島|쿡 제도|Islas Cook"},
{"CR", "Costa Rica|Costa Rica|Costa Rica|コスタリカ|코스타리카|Costa Rica"},
{"HR", "Croatia|Kroatien|Croatie|クロアチア|크로아티아|Croacia"},
{"CU", "Cuba|Kuba|Cuba|キューバ|쿠바|Cuba"},
{"CW", "Curaçao|Curaçao|Curaçao|キュラソー|퀴라소|Curazao"},
{"CY", "Cyprus|Zypern|Chypre|キプロス|키프로스|Chipre"},
{"CZ", "Czechia|Tschechien|Tchéquie|チェコ|체코|Chequia"},
{"CI", "Côte d’Ivoire|Côte d’Ivoire|Côte d’Ivoire|コートジボワール|코트디부아르|Côte d’Ivoire"},
{"ZR", "Dem. Rep. Congo|Dem. Rep. Congo|Dem. Rep. Congo|Dem. Rep. Congo|Dem. Rep. Congo|Dem. Rep. Congo"},
{"DK", "Denmark|Dänemark|Danemark|デンマーク|덴마크|Dinamarca"},
{"DJ", "Djibouti|Dschibuti|Djibouti|ジブチ|지부티|Yibuti"},
{"DM", "Dominica|Dominica|Dominique|ドミニカ国|도미니카|Dominica"},
{"DO", "Dominican Republic|Dominikanische Republik|République dominicaine|ドミニカ共和国|도미니카 공화국|República Dominicana"},
{"EC", "Ecuador|Ecuador|Équateur|エクアドル|에콰도르|Ecuador"},
{"EG", "Egypt|Ägypten|Égypte|エジプト|이집트|Egipto"},
{"SV", "El Salvador|El Salvador|Salvador|エルサルバドル|엘살바도르|El Salvador"},
{"GQ", "Equatorial Guinea|Äquatorialguinea|Guinée équatoriale|赤道ギニア|적도 기니|Guinea Ecuatorial"},
{"ER", "Eritrea|Eritrea|Érythrée|エリトリア|에리트리아|Eritrea"},
{"EE", "Estonia|Estland|Estonie|エストニア|에스토니아|Estonia"},
{"SZ", "Eswatini|Eswatini|Eswatini|エスワティニ|에스와티니|Esuatini"},
{"ET", "Ethiopia|Äthiopien|Éthiopie|エチオピア|에티오피아|Etiopía"},
{"FK", "Falkland Islands|Falklandinseln|Îles Malouines|フォークランド諸島|포클랜드 제도|Islas Malvinas"},
{"FO", "Faroe Islands|Färöer|Îles Féroé|フェロー諸島|페로 제도|Islas Feroe"},
{"FJ", "Fiji|Fidschi|Fidji|フィジー|피지|Fiyi"},
{"FI", "Finland|Finnland|Finlande|フィンランド|핀란드|Finlandia"},
{"FR", "France|Frankreich|France|フランス|프랑스|Francia"},
{"PF", "French Polynesia|Französisch-Polynesien|Polynésie française|仏領ポリネシア|프랑스령 폴리네시아|Polinesia Francesa"},
{"TF", "French Southern Territories|Französische Süd- und Antarktisgebiete|Terres australes françaises|仏領極南諸島|프랑스령 남방 지역|Territorios Australes Franceses"},
{"GA", "Gabon|Gabun|Gabon|ガボン|가봉|Gabón"},
{"GM", "Gambia|Gambia|Gambie|ガンビア|감비아|Gambia"},
{"GE", "Georgia|Georgien|Géorgie|ジョージア|조지아|Georgia"},
{"DE", "Germany|Deutschland|Allemagne|ドイツ|독일|Alemania"},
{"GH", "Ghana|Ghana|Ghana|ガーナ|가나|Ghana"},
{"GR", "Greece|Griechenland|Grèce|ギリシャ|그리스|Grecia"},
{"GL", "Greenland|Grönland|Groenland|グリーンランド|그린란드|Groenlandia"},
{"GD", "Grenada|Grenada|Grenade|グレナダ|그레나다|Granada"},
{"GU", "Guam|Guam|Guam|グアム|괌|Guam"},
{"GT", "Guatemala|Guatemala|Guatemala|グアテマラ|과테말라|Guatemala"},
{"GG", "Guernsey|Guernsey|Guernesey|ガーンジー|건지|Guernesey"},
{"GN", "Guinea|Guinea|Guinée|ギニア|기니|Guinea"},
{"GW", "Guinea-Bissau|Guinea-Bissau|Guinée-Bissau|ギニアビサウ|기니비사우|Guinea-Bisáu"},
{"GY", "Guyana|Guyana|Guyana|ガイアナ|가이아나|Guyana"},
{"HT", "Haiti|Haiti|Haïti|ハイチ|아이티|Haití"},
{"HM", "Heard & McDonald Islands|Heard und McDonaldinseln|Îles Heard-et-MacDonald|ハード島・マクドナルド諸島|허드 맥도널드 제도|Islas Heard y McDonald"},
{"HN", "Honduras|Honduras|Honduras|ホンジュラス|온두라스|Honduras"},
{"HK", "Hong Kong SAR China|Sonderverwaltungsregion Hongkong|R.A.S. chinoise de Hong Kong|中華人民共和国香港特別行政区|홍콩(중국 특별행정구)|RAE de Hong Kong (China)"},
{"HU", "Hungary|Ungarn|Hongrie|ハンガリー|헝가리|Hungría"},
{"IS", "Iceland|Island|Islande|アイスランド|아이슬란드|Islandia"},
{"IN", "India|Indien|Inde|インド|인도|India"},
{"", "Indian Ocean Ter.|Indian Ocean Ter.|Indian Ocean Ter.|Indian Ocean Ter.|Indian Ocean Ter.|Indian Ocean Ter."},
{"ID", "Indonesia|Indonesien|Indonésie|インドネシア|인도네시아|Indonesia"},
{"IR", "Iran|Iran|Iran|イラン|이란|Irán"},
{"IQ", "Iraq|Irak|Irak|イラク|이라크|Irak"},
{"IE", "Ireland|Irland|Irlande|アイルランド|아일랜드|Irlanda"},
{"IM", "Isle of Man|Isle of Man|Île de Man|マン島|맨섬|Isla de Man"},
{"IL", "Israel|Israel|Israël|イスラエル|이스라엘|Israel"},
{"IT", "Italy|Italien|Italie|イタリア|이탈리아|Italia"},
{"JM", "Jamaica|Jamaika|Jamaïque|ジャマイカ|자메이카|Jamaica"},
{"JP", "Japan|Japan|Japon|日本|일본|Japón"},
{"JE", "Jersey|Jersey|Jersey|ジャージー|저지|Jersey"},
{"JO", "Jordan|Jordanien|Jordanie|ヨルダン|요르단|Jordania"},
{"KZ", "Kazakhstan|Kasachstan|Kazakhstan|カザフスタン|카자흐스탄|Kazajistán"},
{"KE", "Kenya|Kenia|Kenya|ケニア|케냐|Kenia"},
{"KI", "Kiribati|Kiribati|Kiribati|キリバス|키리바시|Kiribati"},
{"XK", "Kosovo|Kosovo|Kosovo|コソボ|코소보|Kosovo"},
{"KW", "Kuwait|Kuwait|Koweït|クウェート|쿠웨이트|Kuwait"},
{"KG", "Kyrgyzstan|Kirgisistan|Kirghizstan|キルギス|키르기스스탄|Kirguistán"},
{"LA", "Laos|Laos|Laos|ラオス|라오스|Laos"},
{"LV", "Latvia|Lettland|Lettonie|ラトビア|라트비아|Letonia"},
{"LB", "Lebanon|Libanon|Liban|レバノン|레바논|Líbano"},
{"LS", "Lesotho|Lesotho|Lesotho|レソト|레소토|Lesoto"},
{"LR", "Liberia|Liberia|Liberia|リベリア|라이베리아|Liberia"},
{"LY", "Libya|Libyen|Libye|リビア|리비아|Libia"},
{"LI", "Liechtenstein|Liechtenstein|Liechtenstein|リヒテンシュタイン|리히텐슈타인|Liechtenstein"},
{"LT", "Lithuania|Litauen|Lituanie|リトアニア|리투아니아|Lituania"},
{"LU", "Luxembourg|Luxemburg|Luxembourg|ルクセンブルク|룩셈부르크|Luxemburgo"},
{"MO", "Macao SAR China|Sonderverwaltungsregion Macau|R.A.S. chinoise de Macao|中華人民共和国マカオ特別行政区|마카오(중국 특별행정구)|RAE de Macao (China)"},
{"MG", "Madagascar|Madagaskar|Madagascar|マダガスカル|마다가스카르|Madagascar"},
{"MW", "Malawi|Malawi|Malawi|マラウイ|말라위|Malaui"},
{"MY", "Malaysia|Malaysia|Malaisie|マレーシア|말레이시아|Malasia"},
{"MV", "Maldives|Malediven|Maldives|モルディブ|몰디브|Maldivas"},
{"ML", "Mali|Mali|Mali|マリ|말리|Mali"},
{"MT", "Malta|Malta|Malte|マルタ|몰타|Malta"},
{"MH", "Marshall Islands|Marshallinseln|Îles Marshall|マーシャル諸島|마셜 제도|Islas Marshall"},
{"MR", "Mauritania|Mauretanien|Mauritanie|モーリタニア|모리타니|Mauritania"},
{"MU", "Mauritius|Mauritius|Maurice|モーリシャス|모리셔스|Mauricio"},
{"MX", "Mexico|Mexiko|Mexique|メキシコ|멕시코|México"},
{"FM", "Micronesia|Mikronesien|Micronésie|ミクロネシア連邦|미크로네시아|Micronesia"},
{"MD", "Moldova|Republik Moldau|Moldavie|モルドバ|몰도바|Moldavia"},
{"MC", "Monaco|Monaco|Monaco|モナコ|모나코|Mónaco"},
{"MN", "Mongolia|Mongolei|Mongolie|モンゴル|몽골|Mongolia"},
{"ME", "Montenegro|Montenegro|Monténégro|モンテネグロ|몬테네그로|Montenegro"},
{"MS", "Montserrat|Montserrat|Montserrat|モントセラト|몬트세라트|Montserrat"},
{"MA", "Morocco|Marokko|Maroc|モロッコ|모로코|Marruecos"},
{"MZ", "Mozambique|Mosambik|Mozambique|モザンビーク|모잠비크|Mozambique"},
{"MM", "Myanmar (Burma)|Myanmar|Myanmar (Birmanie)|ミャンマー (ビルマ)|미얀마|Myanmar (Birmania)"},
{"", "N. Cyprus|N. Cyprus|N. Cyprus|N. Cyprus|N. Cyprus|N. Cyprus"},
{"NA", "Namibia|Namibia|Namibie|ナミビア|나미비아|Namibia"},
{"NR", "Nauru|Nauru|Nauru|ナウル|나우루|Nauru"},
{"NP", "Nepal|Nepal|Népal|ネパール|네팔|Nepal"},
{"NL", "Netherlands|Niederlande|Pays-Bas|オランダ|네덜란드|Países Bajos"},
{"NC", "New Caledonia|Neukaledonien|Nouvelle-Calédonie|ニューカレドニア|뉴칼레도니아|Nueva Caledonia"},
{"NZ", "New Zealand|Neuseeland|Nouvelle-Zélande|ニュージーランド|뉴질랜드|Nueva Zelanda"},
{"NI", "Nicaragua|Nicaragua|Nicaragua|ニカラグア|니카라과|Nicaragua"},
{"NE", "Niger|Niger|Niger|ニジェール|니제르|Níger"},
{"NG", "Nigeria|Nigeria|Nigeria|ナイジェリア|나이지리아|Nigeria"},
{"NU", "Niue|Niue|Niue|ニウエ|니우에|Niue"},
{"NF", "Norfolk Island|Norfolkinsel|Île Norfolk|ノーフォーク島|노퍽섬|Isla Norfolk"},
{"KP", "North Korea|Nordkorea|Corée du Nord|北朝鮮|북한|Corea del Norte"},
{"MK", "North Macedonia|Nordmazedonien|Macédoine du Nord|北マケドニア|북마케도니아|Macedonia del Norte"},
{"MP", "Northern Mariana Islands|Nördliche Marianen|Îles Mariannes du Nord|北マリアナ諸島|북마리아나제도|Islas Marianas del Norte"},
{"NO", "Norway|Norwegen|Norvège|ノルウェー|노르웨이|Noruega"},
{"OM", "Oman|Oman|Oman|オマーン|오만|Omán"},
{"PK", "Pakistan|Pakistan|Pakistan|パキスタン|파키스탄|Pakistán"},
{"PW", "Palau|Palau|Palaos|パラオ|팔라우|Palaos"},
{"PS", "Palestinian Territories|Palästinensische Autonomiegebiete|Territoires palestiniens|パレスチナ自治区|팔레스타인 지구|Territorios Palestinos"},
{"PA", "Panama|Panama|Panama|パナマ|파나마|Panamá"},
{"PG", "Papua New Guinea|Papua-Neuguinea|Papouasie-Nouvelle-Guinée|パプアニューギニア|파푸아뉴기니|Papúa Nueva Guinea"},
{"PY", "Paraguay|Paraguay|Paraguay|パラグアイ|파라과이|Paraguay"},
{"PE", "Peru|Peru|Pérou|ペルー|페루|Perú"},
{"PH", "Philippines|Philippinen|Philippines|フィリピン|필리핀|Filipinas"},
{"PN", "Pitcairn Islands|Pitcairninseln|Îles Pitcairn|ピトケアン諸島|핏케언 제도|Islas Pitcairn"},
{"PL", "Poland|Polen|Pologne|ポーランド|폴란드|Polonia"},
{"PT", "Portugal|Portugal|Portugal|ポルトガル|포르투갈|Portugal"},
{"PR", "Puerto Rico|Puerto Rico|Porto Rico|プエルトリコ|푸에르토리코|Puerto Rico"},
{"QA", "Qatar|Katar|Qatar|カタール|카타르|Catar"},
{"RO", "Romania|Rumänien|Roumanie|ルーマニア|루마니아|Rumanía"},
{"RU", "Russia|Russland|Russie|ロシア|러시아|Rusia"},
{"RW", "Rwanda|Ruanda|Rwanda|ルワンダ|르완다|Ruanda"},
{"WS", "Samoa|Samoa|Samoa|サモア|사모아|Samoa"},
{"SM", "San Marino|San Marino|Saint-Marin|サンマリノ|산마리노|San Marino"},
{"SA", "Saudi Arabia|Saudi-Arabien|Arabie saoudite|サウジアラビア|사우디아라비아|Arabia Saudí"},
{"SN", "Senegal|Senegal|Sénégal|セネガル|세네갈|Senegal"},
{"RS", "Serbia|Serbien|Serbie|セルビア|세르비아|Serbia"},
{"SC", "Seychelles|Seychellen|Seychelles|セーシェル|세이셸|Seychelles"},
{"", "Siachen Glacier|Siachen Glacier|Siachen Glacier|Siachen Glacier|Siachen Glacier|Siachen Glacier"},
{"SL", "Sierra Leone|Sierra Leone|Sierra Leone|シエラレオネ|시에라리온|Sierra Leona"},
{"SG", "Singapore|Singapur|Singapour|シンガポール|싱가포르|Singapur"},
{"SX", "Sint Maarten|Sint Maarten|Saint-Martin (partie néerlandaise)|シント・マールテン|신트마르턴|Sint Maarten"},
{"SK", "Slovakia|Slowakei|Slovaquie|スロバキア|슬로바키아|Eslovaquia"},
{"SI", "Slovenia|Slowenien|Slovénie|スロベニア|슬로베니아|Eslovenia"},
{"SB", "Solomon Islands|Salomonen|Îles Salomon|ソロモン諸島|솔로몬 제도|Islas Salomón"},
{"SO", "Somalia|Somalia|Somalie|ソマリア|소말리아|Somalia"},
{"", "Somaliland|Somaliland|Somaliland|Somaliland|Somaliland|Somaliland"},
{"ZA", "South Africa|Südafrika|Afrique du Sud|南アフリカ|남아프리카|Sudáfrica"},
{"GS", "South Georgia & South Sandwich Islands|Südgeorgien und die Südlichen Sandwichinseln|Géorgie du Sud-et-les Îles Sandwich du Sud|サウスジョージア・サウスサンドウィッチ諸島|사우스조지아 사우스샌드위치 제도|Islas Georgia del Sur y Sandwich del Sur"},
{"KR", "South Korea|Südkorea|Corée du Sud|韓国|대한민국|Corea del Sur"},
{"SS", "South Sudan|Südsudan|Soudan du Sud|南スーダン|남수단|Sudán del Sur"},
{"ES", "Spain|Spanien|Espagne|スペイン|스페인|España"},
{"LK", "Sri Lanka|Sri Lanka|Sri Lanka|スリランカ|스리랑카|Sri Lanka"},
{"BL", "St. Barthélemy|St. Barthélemy|Saint-Barthélemy|サン・バルテルミー|생바르텔레미|San Bartolomé"},
{"SH", "St. Helena|St. Helena|Sainte-Hélène|セントヘレナ|세인트헬레나|Santa Elena"},
{"KN", "St. Kitts & Nevis|St. Kitts und Nevis|Saint-Christophe-et-Niévès|セントクリストファー・ネーヴィス|세인트키츠 네비스|San Cristóbal y Nieves"},
{"LC", "St. Lucia|St. Lucia|Sainte-Lucie|セントルシア|세인트루시아|Santa Lucía"},
{"MF", "St. Martin|St. Martin|Saint-Martin|サン・マルタン|생마르탱|San Martín"},
{"PM", "St. Pierre & Miquelon|St. Pierre und Miquelon|Saint-Pierre-et-Miquelon|サンピエール島・ミクロン島|생피에르 미클롱|San Pedro y Miquelón"},
{"VC", "St. Vincent & Grenadines|St. Vincent und die Grenadinen|Saint-Vincent-et-les Grenadines|セントビンセント及びグレナディーン諸島|세인트빈센트그레나딘|San Vicente y las Granadinas"},
{"SD", "Sudan|Sudan|Soudan|スーダン|수단|Sudán"},
{"SR", "Suriname|Suriname|Suriname|スリナム|수리남|Surinam"},
{"SE", "Sweden|Schweden|Suède|スウェーデン|스웨덴|Suecia"},
{"CH", "Switzerland|Schweiz|Suisse|スイス|스위스|Suiza"},
{"SY", "Syria|Syrien|Syrie|シリア|시리아|Siria"},
{"ST", "São Tomé & Príncipe|São Tomé und Príncipe|Sao Tomé-et-Principe|サントメ・プリンシペ|상투메 프린시페|Santo Tomé y Príncipe"},
{"TW", "Taiwan|Taiwan|Taïwan|台湾|대만|Taiwán"},
{"TJ", "Tajikistan|Tadschikistan|Tadjikistan|タジキスタン|타지키스탄|Tayikistán"},
{"TZ", "Tanzania|Tansania|Tanzanie|タンザニア|탄자니아|Tanzania"},
{"TH", "Thailand|Thailand|Thaïlande|タイ|태국|Tailandia"},
{"TP", "Timor-Leste|Timor-Leste|Timor-Leste|Timor-Leste|Timor-Leste|Timor-Leste"},
{"TG", "Togo|Togo|Togo|トーゴ|토고|Togo"},
{"TO", "Tonga|Tonga|Tonga|トンガ|통가|Tonga"},
{"TT", "Trinidad & Tobago|Trinidad und Tobago|Trinité-et-Tobago|トリニダード・トバゴ|트리니다드 토바고|Trinidad y Tobago"},
{"TN", "Tunisia|Tunesien|Tunisie|チュニジア|튀니지|Túnez"},
{"TM", "Turkmenistan|Turkmenistan|Turkménistan|トルクメニスタン|투르크메니스탄|Turkmenistán"},
{"TC", "Turks & Caicos Islands|Turks- und Caicosinseln|Îles Turques-et-Caïques|タークス・カイコス諸島|터크스 케이커스 제도|Islas Turcas y Caicos"},
{"TR", "Türkiye|Türkei|Turquie|トルコ|튀르키예|Turquía"},
{"VI", "U.S. Virgin Islands|Amerikanische Jungferninseln|Îles Vierges des États-Unis|米領ヴァージン諸島|미국령 버진아일랜드|Islas Vírgenes de EE. UU."},
{"UG", "Uganda|Uganda|Ouganda|ウガンダ|우간다|Uganda"},
{"UA", "Ukraine|Ukraine|Ukraine|ウクライナ|우크라이나|Ucrania"},
{"AE", "United Arab Emirates|Vereinigte Arabische Emirate|Émirats arabes unis|アラブ首長国連邦|아랍에미리트|Emiratos Árabes Unidos"},
{"GB", "United Kingdom|Vereinigtes Königreich|Royaume-Uni|イギリス|영국|Reino Unido"},
{"US", "United States|Vereinigte Staaten|États-Unis|アメリカ合衆国|미국|Estados Unidos"},
{"UY", "Uruguay|Uruguay|Uruguay|ウルグアイ|우루과이|Uruguay"},
{"UZ", "Uzbekistan|Usbekistan|Ouzbékistan|ウズベキスタン|우즈베키스탄|Uzbekistán"},
{"VU", "Vanuatu|Vanuatu|Vanuatu|バヌアツ|바누아투|Vanuatu"},
{"VA", "Vatican City|Vatikanstadt|État de la Cité du Vatican|バチカン市国|바티칸 시국|Ciudad del Vaticano"},
{"VE", "Venezuela|Venezuela|Venezuela|ベネズエラ|베네수엘라|Venezuela"},
{"VN", "Vietnam|Vietnam|Viêt Nam|ベトナム|베트남|Vietnam"},
{"WF", "Wallis & Futuna|Wallis und Futuna|Wallis-et-Futuna|ウォリス・フツナ|왈리스-푸투나 제도|Wallis y Futuna"},
{"EH", "Western Sahara|Westsahara|Sahara occidental|西サハラ|서사하라|Sáhara Occidental"},
{"YE", "Yemen|Jemen|Yémen|イエメン|예멘|Yemen"},
{"ZM", "Zambia|Sambia|Zambie|ザンビア|잠비아|Zambia"},
{"ZW", "Zimbabwe|Simbabwe|Zimbabwe|ジンバブエ|짐바브웨|Zimbabue"},
{"AX", "Åland Islands|Ålandinseln|Îles Åland|オーランド諸島|올란드 제도|Islas Aland"},
}};

const std::string_view kCountryOutlines =
"-54,-361,-1511,-760,-1045,-300 -867,-955,-925,-1276,1848 -316,-938,-811,-900,-896,-863,-860,1847 82 -410,-1306 -1482,1845,-1488;-6,-855,1846,-1480 226 1849;1850;1852;"
"1853;1854;1855;1856;1857;1858;1859;1860;1861;1862;1863;1864;1865;1866;1867;1868;1869;1870;1871;1872;1873;1874;1875;1876;1877;1878;1879;1880;1881;1882;1883;1884;1885;1"
"886;1887;1888;1889;1890;1891;1892;1893;1894;1895;1896;1897;1898;1899;1900;1901;1902;1903;1904;1905;1906;1907;1908;1909;1910;1911;1912;1913;1914;1915;1916;1917;1918;19"
"19;1920;1921;1922;1923;1924;1925;1926;1927;1928;1929;1930;1931;1932;1933;1934;1935;1936;1937;1938;1939;1940;1941;1942;1943;1944;1945;1946;1947;1948;1949;1950;1951;195"
"2;1953;1954;1955;1956;1957 1843;1844 -61,1839,-1525,-1757,-717,-1738;-1527,1840;1841;1842 -306,-1297,-1788,-1048,-1787/-1791;-1790 847 1791;1792;1793;1794;1795;1796;1"
"797;1798;1799;1800;1801;1802;1803;1804;1805;1806;1807;1808;1809;1810;1811;1812;1813;1814;1815;1816;1817;1818;1819;1820;1821;1822;1823;1824;1825;1826;1827;1828;1829;18"
"30;1831;1832;1838 -370,-1289,-1449,-470,-1208,-476,-1023,-372,-934 -307,1786,-1047;-1049,1787,-1296,-546,1788/1789;1790 1771;1772;1773;1774;1775;1776;1777;1778;1779;1"
"780;1781;1782;1783;1784;1785 1770 -1191,-1714,1763;1764;1765;1766;1767;1768;1769 1762 -291,-661,-933,-946,-549 -833,-1284,-929,-1308,1761,-836 -875,1758,-1231;1759;17"
"60 -325,-1733,-808,-806,1757 236 -1188,-1509 -711,-1739,-718,1756,-1524 -870,-1474,1755,-1460,-488 -2,-438,-853 -34,-1220,-387,-1317,1736,-62,1737,-716,1738,-710,-149"
"3;1739;1740;1741;1742;1743;1744;1745;1746;1747;1748;1749;1750;1751;1752;1753;1754 222 237;238;239 -910,1734;-909,1735 -314,-1277,-923,-484,-642,1733 -328,-1282,-1476,"
"-901,-809,1732 -352,-1485,-521 1709;1710;-20,1711,-338,-947 -804,-1557,-1558,-1486,-1302,-1398,1708 1566;1567;1568;-106,1569,-169,1570;1571;1572;1573;1574;1575;1576;1"
"577;1578;1579;1580;1581;1582;1583;1584;1585;1586;1587;1588;1589;-165,1590;1591;1592;1593;1594;1595;1596;1597;1598;1599;1600;1601;1602;1603;1604;1605;1606;1607;1608;16"
"09;1610;1611;1612;1613;1614;-104,1615;1616;1617;1618;1619;1620;1621;1622;1623;1624;1625;1626;1627;1628;1629;1630;1631;1632;1633;1634;1635;1636;1637;1638;1639;1640;164"
"1;1642;1643;1644;1645;1646;1647;1648;1649;1650;1651;1652;1653;1654;1655;1656;1657;1658;1659;1660;1661;1662;1663;1664;1665;1666;1667;1668;1669;1670;1671;1672;1673;1674"
";1675;1676;1677;1678;1679;1680;1681;1682;1683;1684;1685;1686;1687;1688;1689;1690;1691;1692;1693;1694;1695;1696;1697;1698;1699;1700;1701;1702;1703;1704;1705;1706;1707 "
"1558;1559;1560;1561;1562;1563;1564;1565 233;234;235 -391,-1484,-1487,1557,-1556,-395 -396,1555,1556,-803,-813,-937 1521;1522;-712,1523,1524,1525;1526,1527;1528;1529;1"
"530;1531;1532;1533;1534;1535;1536;1537;1538;1539;1540;1541;1542;1543;1544;1545;1546;1547;1548;1549;1550;1551;1552;1553;1554 1496;1497;1498;1499;1500;1501;1502;1503;15"
"04;1505;1506;-22,-949,1507,-1189,1508,-1187,-851,-1186,1509,-761,1510,-360,-951,-982,-543,-871,-541,-799,1511,1512,1513,1514,1515;1516 -35,1492,-715,-1403,1493,-746,1"
"494;1495 1489;1490;1491 -1299,1485,1486,-1483,1487,1488 831 -748,1477,-815,1478 -473,-1207,-489,1459,1460;1461;1462;1463;1464;1465;1466;1467;1468;1469;1470;1471;-869,"
"1472,1473 1452;1453;1454;1455;1456;1457;1458 848 -1450,1451 -471,1448,-1288,-655 -902,1475,-1281,1476,-940,-1230 -7,1479,1480,1481,1482,1483,-390,-296,-522,1484,-351 "
"1436;-1286,1437;1438;1439;1440;1441;1442;1443;1444;1445;1446;1447 -446,-1387,-1393,1413 1412 -1215,1411 -714,1401,1402;1403;1404;1405;1406;1407;1408;1409;1410 -398,-9"
"36,1399,-1038,-1035,1400 -1210,1398,-1233 1395;-1301,1396,1397 -400,1391,1392,-1386;1393;1394 -945,1387,-551;1388;1389;1390 383,384 -393,-401,1385,1386,-445,-442,-976"
" 227;228;229;230;231;232 1431;1432;1433;1434;1435 1365;1366;1367;1368;1369;1370;1371;1372;1373;1374;1375;1376;1377;1378;1379;1380;1381;1382;1383 -379,-766,-553,1357;1"
"358;1359;1360;1361;1362;1363;1364 1302;-374,-1025,1303,-873,1304,-411,1305,-409,1306,1307,-928,-1283;1308;1309;1310;1311;1312;1313;1314;-386,1315,1316 1324;1325;1326;"
"1327;1328;1329;1330;1331;1332;1333;1334;1335;1336;1337;1338;1339;1340;1341;1342;1343;1344 1351;1352;1353 1298,1299,1300,1301 -496,1297 -305,1294,-547,1295,1296 -375,1"
"282,-927,1283,-835,1284,1285,1286,-656,1287,1288;1289;-658,1290;1291;1292;1293 -327,1277,1278,1279,1280,1281 1235;1236;1237;1238;1239;1240;1241;1242;1243;1244;1245;12"
"46;1247;1248;1249;1250;1251;1252;1253;1254;1255;1256;1257;1258;1259;1260;1261;1262;1263;1264;1265;1266;1267;1268;1269;1270;1271;1272;1273;-313,1274,1275,-924,1276 141"
"4;1415;1416;1417;1418;1419;1420;1421;1422;1423;1424;1425;1426;1427;1428;1429;1430 1234 81 -876,1230,1231,-1211,1232,1233 245 -481,1228,-1221,-493,-903,1229,-939 -494,"
"1220,1221;1222;1223;1224;1225;1226;1227 -33,1218,-388,1219 1214,1215;1216;1217 1836 -817,1208,1209,1210,1211;1212;1213 -1513,1518;1519;1520 -288,-643,-490,1206,-477,1"
"207,-469 1205 -757,1184,1185,-850,1186,1187,1188,1189,1190,1191;1192;1193;1194;1195;1196;1197;1198;1199;1200;1201;1202;1203;1204 1833;1834;1835 1050;1051;1052;1053;10"
"54;1055;1056;1057;1058;1059;1060;1061;1062;1063;1064;1065;1066;1067;1068;1069;1070;1071;1072;1073;1074;1075;1076;-907,1077;1078;1079;1080;-330,1081,-333,1082;1083;108"
"4;1085;-721,1086;1087;1088;1089;1090;1091;1092;1093;1094;1095;1096;1097;1098;1099;1100;1101;1102;1103;1104;1105;1106;1107;1108;1109;1110;1111;1112;1113;1114;1115;1116"
";1117;1118;1119;1120;1121;1122;1123;1124;1125;1126;1127;1128;1129;1130;1131;1132;1133;1134;1135;1136;1137;1138;1139;1140;1141;1142;1143;1144;1145;1146;1147;1148;1149;"
"1150;1151;1152;-918,1153;1154;1155;1156;1157;1158;1159;1160;1161;1162;1163;1164;1165;1166;1167;1168;1169;1170;1171;1172;1173;1174;1175;1176;1177;1178;1179;1180;1181;1"
"182;1183 1043;-301,1044,-759,1045,-1042,-308,1046,1047,1048,1049 -309,1041,1042,-953,-503,-983,-365 1039;-269,1040 246 -367,-987,1032,-985,1033,1034,1035,1036,-942 -3"
"73,1022,-475,1023,1024/-37/-512;1025;1026;1027;1028;1029;1030;1031 1021 987;988;989;990;991;992;993;994;995;996;997;998;999;1000;1001;1002;1003;1004;1005;1006;1007;10"
"08;1009;1010;1011;1012;1013;1014;1015;1016;1017;1018;1019;1020 244 -366,982,-502,983,984,985,986 977;978;979;-56,-303,980,-544,981,-950 974;-298,-394,975,-441,976,-35"
"4 955;956;957;958;959;960;961;962;963;964;965;966;967;968;969;970;971;972;973 -486,-926,954,-866 951;-504,952,953 -52,949,950,-359/-58/-59/-362 -21,946,-337,947,948 -"
"932,943,944,-550,945 -368,941,942 -439 -479,938,939,940 -315,934,935,-397,936,-812,937 -371,933 -639,929;-636,930,931,932,-660 926,927,928 1962 919;920;921 -859;-858;"
"-9,-357,-856 -340,905;906,907,908,909,910;911;912;913;914;915;916;917,918 903;904 -492,-897,899,-810,900,901,902 897;898 67;68;69;70;71 893;-498,894,-864,895,896 892 "
"-167,873,874,875,876;877;878;879;880;881;882;883;884;885;886;887;888;889;890;891 62;63;64;65;66 -286,-644 1960 -542,870 -487,865,866,867,868,869 243 859,860,861 -4,-1"
"0,855,-356,856,-435,-384,-434/857/858 -342,1712,1713,-1190,-1508,-948;1714;1715;1716;1717;1718;1719;1720;1721;1722;1723;1724;1725;1726;1727;1728;1729;1730;1731 1449,1"
"450 -5,852,-437,853,854 851 849,850 832,833,834;835,836;837;838;839;840;841;842;843;844;845;846 1345;1346;1347;1348;1349;1350 817;818;819;820;821;822;823;824;825;826;"
"827;828;829 813,814,815,816 -807,807,808,809,810,811,812 801;802,803,804,805,806 830 1837 -422,797,798,-540,799;800 -485,922,923,924,925 72;73;74;75;76;77 -378,764,-5"
"54,765;766;767;768;769;770;771;772;773;774;775;776;777;778;779;780;781;782;783;784;785;786;787;788;789;790;791;792;793;794;795;796 761;-13,-508,-273,762;-276,763;-277"
" 755,756,757,758,759,760 753;754 -1036,1037,1038;-986,-1033 745,746,747,748;749;750;751;752 718;719;720,721;722;723;724;725;726;727;728;729;730;731;732;733;734;735;73"
"6;737;738;739;740;741;742;743;744 715,716,717 709,710,711,712,713,714 661;662;663;664;665;666;667;668;669;670;671;672;673;674;675;676;677;678;679;680;681;682;683;684;"
"685;686;687;688;689;690;691;692;693;694;695;696;697;698;699;700;701;702;703;704;705;706;707;708 225 -290,-472,654,655,656,657,658,-637,659,660 645;-413,646;647;648;64"
"9;650;651;652;653 83;84;85 -506,644 -285,640,641,-491,642,-287,643 522;523;524;525;526;527;528;529;530;531;532;533;534;535;536;537;538;539,540,541,542,543,544,545,546"
",547,-292,548,549,550,551,552,553,554;555;556;557;558;559;560;561;562;563;564;565;566;567;568;569;570;571;572;573;574;575;576;577;578;579;580;581;582;583;584;585;586;"
"587;588;589;590;591;592;593;594;595;596;597;598;599;600;601;602;603;604;605;606;607;608;609;610;611;612;613;614;615;616;617;618;619;620;621;622;623;624;625;626;627;62"
"8;629;630;631;632;633;634,635,636,637,638;-283,639 -295,-353,520,521 512;513 511 498;499;-12,500,501,502,503,504,505,506,-274,507;508 491,492,493,494,495,496,497 483,"
"484,485,486,487,488,489,490 482 -756,-1510,-1185 478,479,480;481 477 1963 -289,468,469,470,471 472,473,474,475,476 447;448;449;450;451;452;453;454;455;456;457;458;459"
";460;461;462;463;464;465;466;467 440,441,442,443 -443,444,445,446 -1,433,-385,434,435,436,437/438;439 220;221 421,422;423;424;425;426;427;428;429;430;431;432 -297,389"
",390,391,392,393 404;405;406;407;408,409,410,411,412,413;414;415;416;417;418;419;420 401;402;403 1323 223;224 518;519 517 1961 1317;1318 514;515;516 -392,394,395,396,"
"397,398,399,400 385,386,387,388 375;376;377,378,379;380;381;382 369,370,371,372,373,374 -310,364,365,366,367,368 509;510 362;363 -53,358,359,360;-57;361 348;349;-8,35"
"0,351,352,-294,353,354,355,356;357 333;334;335;336,337,338,339,340,341;342;343;344;345;346;347 328;329,330;331,332 324,325,326,327 321;322;323 319;320 314,315,316;317"
";318 298;-55,299,300,301,302 240;241;242 303;304,305,306,307,308,309,310;311,312,313 78;79;80 293,294,295,296,297 281,282,283,284,285,286,287,288,289,290,291;292 271,"
"272,273,274,275/276;277;278;279;280 247;248;249;250;251;252;253;254;255;256;257;258;259;260;261;262;263;264;265;266;267;268,269;270 86;87;88;89;90;91;92;93;94;95;96;9"
"7;98;99;100;101;102,103,104,105;106;107;108;109;110;111;112;113;114;115;116;117;118;119;120;121;122;123;124;125;126;127;128;129;130;131;132;133;134;135;136;137;138;13"
"9;140;141;142;143;144;145;146;147;148;149;150;151;152;153;154;155;156;157;158;159;160;161;162;163;164,165,166,167,168;169;170;171;172;173;174;175;176;177;178;179;180;"
"181;182;183;184;185;186;187;188;189;190;191;192;193;194;195;196;197;198;199;200;201;202;203;204;205;206;207;208;209;210;211;212;213;214;215;216;217;218;219 59,60,61 5"
"1,52,53,54,55/56;57;58 37;38;39;40;41;42;43;44;45;46;47;48;49;50 1959 28;29;30;31;32,33,34,35 17;18,19,20,21;22;23;24;25;26;27 1319;1320 862,863,864,-861 10,11,12;13;"
"14;15;16 -3,4,5,6,7,8,9 0,1,2,3 1354;1355;1356";
// clang-format on

}  // namespace tocsin::app
