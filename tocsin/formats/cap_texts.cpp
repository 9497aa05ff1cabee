// The texts of alerts in each language: data, edited by people who speak it. English headlines and descriptions come
// from the warning itself, which says more; the sentences here are for what it does not say and for the other
// languages.
#include "tocsin/formats/cap_texts.hpp"

#include <array>

namespace tocsin::formats {
namespace {

constexpr std::array kTexts{
    CapTexts{
        .tag = "de",
        .cap_tag = "de-DE",
        .event = "Raketenflug",
        .test = "TEST: ",
        .exercise = "ÜBUNG: ",
        .possible = "möglich",
        .probable = "wahrscheinlich",
        .confirmed = "bestätigt",
        .headline = "Raketenflug ({level}). Einschlaggebiet: {areas}",
        .headline_unknown = "Raketenflug ({level}). Das Einschlaggebiet ist noch nicht bekannt.",
        .headline_cancel = "Entwarnung: Die Warnung {id} ist aufgehoben.",
        .level_sentence = "Ein Raketenflug wurde erkannt. Stand: {level}.",
        .launch_sentence = "Start um {time} bei {place}.",
        .impact_sentence = "Ein Einschlag wird erwartet. Zeit: {window}. Gebiet: {areas}.",
        .unknown_sentence = "Das Einschlaggebiet ist noch nicht bekannt.",
        .cancel_sentence = "Die Warnung {id} ist aufgehoben.",
        .shelter =
            "Wenn Sie sich im Gebiet befinden: Gehen Sie sofort in ein massives Gebäude oder unter die Erde. Halten "
            "Sie Abstand von Fenstern und Außenwänden. Warten Sie auf die nächste Meldung.",
        .nothing = "Die Warnung ist aufgehoben. Sie müssen nichts tun.",
        .no_action = "Dies ist eine Übung oder ein Test. Sie müssen nichts tun.",
        .draft = "Entwurf für das Personal der Zentrale. Keine Meldung an die Bevölkerung.",
        .sea = "Meer",
        .more = "{count} weitere",
        .separator = ", ",
        .area_impact = "{areas} (90-%-Gebiet mit Rand), {window}",
        .area_launch = "Startgebiet. Das Einschlaggebiet ist noch nicht bekannt.",
        .area_unknown = "Noch nicht bekannt",
    },
    CapTexts{
        .tag = "en",
        .cap_tag = "en-US",
        .event = "Rocket or missile flight",
        .test = "TEST: ",
        .exercise = "EXERCISE: ",
        .possible = "possible",
        .probable = "probable",
        .confirmed = "confirmed",
        .headline = "Rocket or missile flight ({level}). Area of impact: {areas}",
        .headline_unknown = "Rocket or missile flight ({level}). Where it comes down is not known yet.",
        .headline_cancel = "Cancelled: the warning {id} is withdrawn.",
        .level_sentence = "A rocket or missile flight was detected. Level: {level}.",
        .launch_sentence = "Launched at {time} near {place}.",
        .impact_sentence = "An impact is expected. Time: {window}. Area: {areas}.",
        .unknown_sentence = "Where it comes down is not known yet.",
        .cancel_sentence = "The warning {id} is withdrawn.",
        .shelter =
            "If you are in the area: go into a solid building or below ground at once, stay away from windows and "
            "outer walls, and wait for the next message.",
        .nothing = "The warning is withdrawn. Nothing needs to be done.",
        .no_action = "This is an exercise or a test. Do nothing.",
        .draft = "Draft for the duty officers; not a message to the public.",
        .sea = "sea",
        .more = "{count} more",
        .separator = ", ",
        .area_impact = "{areas} (90 % region with a margin), {window}",
        .area_launch = "Region of the launch. Where it comes down is not known yet.",
        .area_unknown = "Not known yet",
    },
    CapTexts{
        .tag = "es",
        .cap_tag = "es-ES",
        .event = "Vuelo de cohete o misil",
        .test = "PRUEBA: ",
        .exercise = "SIMULACRO: ",
        .possible = "posible",
        .probable = "probable",
        .confirmed = "confirmado",
        .headline = "Vuelo de cohete o misil ({level}). Zona de impacto: {areas}",
        .headline_unknown = "Vuelo de cohete o misil ({level}). La zona de impacto aún no se conoce.",
        .headline_cancel = "Cancelación: la alerta {id} queda anulada.",
        .level_sentence = "Se ha detectado un vuelo de cohete o misil. Nivel: {level}.",
        .launch_sentence = "Lanzamiento a las {time} cerca de {place}.",
        .impact_sentence = "Se espera un impacto. Hora: {window}. Zona: {areas}.",
        .unknown_sentence = "La zona de impacto aún no se conoce.",
        .cancel_sentence = "La alerta {id} queda anulada.",
        .shelter = "Si se encuentra en la zona: entre de inmediato en un edificio sólido o bajo tierra. Aléjese de las "
                   "ventanas y de las paredes exteriores. Espere el próximo mensaje.",
        .nothing = "La alerta queda anulada. No es necesario hacer nada.",
        .no_action = "Esto es un simulacro o una prueba. No haga nada.",
        .draft = "Borrador para el personal de guardia. No es un mensaje al público.",
        .sea = "mar",
        .more = "{count} más",
        .separator = ", ",
        .area_impact = "{areas} (región del 90 % con margen), {window}",
        .area_launch = "Zona de lanzamiento. La zona de impacto aún no se conoce.",
        .area_unknown = "Aún no se conoce",
    },
    CapTexts{
        .tag = "fr",
        .cap_tag = "fr-FR",
        .event = "Vol de fusée ou de missile",
        .test = "TEST : ",
        .exercise = "EXERCICE : ",
        .possible = "possible",
        .probable = "probable",
        .confirmed = "confirmé",
        .headline = "Vol de fusée ou de missile ({level}). Zone d’impact : {areas}",
        .headline_unknown = "Vol de fusée ou de missile ({level}). La zone d’impact n’est pas encore connue.",
        .headline_cancel = "Annulation : l’alerte {id} est levée.",
        .level_sentence = "Un vol de fusée ou de missile a été détecté. Niveau : {level}.",
        .launch_sentence = "Lancement à {time} près de {place}.",
        .impact_sentence = "Un impact est attendu. Heure : {window}. Zone : {areas}.",
        .unknown_sentence = "La zone d’impact n’est pas encore connue.",
        .cancel_sentence = "L’alerte {id} est levée.",
        .shelter =
            "Si vous êtes dans la zone : entrez immédiatement dans un bâtiment solide ou sous terre. Éloignez-vous "
            "des fenêtres et des murs extérieurs. Attendez le prochain message.",
        .nothing = "L’alerte est levée. Il n’y a rien à faire.",
        .no_action = "Ceci est un exercice ou un test. Ne faites rien.",
        .draft = "Projet destiné au personnel de permanence. Ce n’est pas un message au public.",
        .sea = "mer",
        .more = "{count} autres",
        .separator = ", ",
        .area_impact = "{areas} (région à 90 % avec marge), {window}",
        .area_launch = "Zone de lancement. La zone d’impact n’est pas encore connue.",
        .area_unknown = "Pas encore connue",
    },
    CapTexts{
        .tag = "ja",
        .cap_tag = "ja-JP",
        .event = "ロケットまたはミサイルの飛翔",
        .test = "【テスト】",
        .exercise = "【訓練】",
        .possible = "可能性あり",
        .probable = "可能性が高い",
        .confirmed = "確認済み",
        .headline = "ロケットまたはミサイルの飛翔（{level}）。落下予想地域：{areas}",
        .headline_unknown = "ロケットまたはミサイルの飛翔（{level}）。落下予想地域は不明です。",
        .headline_cancel = "解除：警報{id}は取り消されました。",
        .level_sentence = "ロケットまたはミサイルの飛翔を探知しました。確度：{level}。",
        .launch_sentence = "発射時刻：{time}。発射地点：{place}付近。",
        .impact_sentence = "落下が予想されます。時刻：{window}。地域：{areas}。",
        .unknown_sentence = "落下予想地域は不明です。",
        .cancel_sentence = "警報{id}は取り消されました。",
        .shelter = "対象地域にいる方は、直ちに頑丈な建物の中または地下に避難してください。窓や外壁から離れてください。"
                   "次の情報をお待ちください。",
        .nothing = "警報は取り消されました。行動の必要はありません。",
        .no_action = "これは訓練またはテストです。行動の必要はありません。",
        .draft = "当直担当者用の案です。一般の方への情報ではありません。",
        .sea = "海上",
        .more = "ほか{count}地域",
        .separator = "、",
        .area_impact = "{areas}（確率90％の範囲と余裕）、{window}",
        .area_launch = "発射地域。落下予想地域は不明です。",
        .area_unknown = "不明",
    },
    CapTexts{
        .tag = "ko",
        .cap_tag = "ko-KR",
        .event = "로켓 또는 미사일 비행",
        .test = "[시험] ",
        .exercise = "[훈련] ",
        .possible = "가능성 있음",
        .probable = "가능성 높음",
        .confirmed = "확인됨",
        .headline = "로켓 또는 미사일 비행({level}). 낙하 예상 지역: {areas}",
        .headline_unknown = "로켓 또는 미사일 비행({level}). 낙하 예상 지역은 아직 알 수 없습니다.",
        .headline_cancel = "해제: 경보 {id} 취소.",
        .level_sentence = "로켓 또는 미사일 비행이 탐지되었습니다. 확실성: {level}.",
        .launch_sentence = "발사 시각: {time}. 발사 위치: {place} 부근.",
        .impact_sentence = "낙하가 예상됩니다. 시각: {window}. 지역: {areas}.",
        .unknown_sentence = "낙하 예상 지역은 아직 알 수 없습니다.",
        .cancel_sentence = "경보 {id} 취소.",
        .shelter = "해당 지역에 계신 분은 즉시 튼튼한 건물 안이나 지하로 대피하십시오. 창문과 외벽에서 떨어지십시오. "
                   "다음 안내를 기다리십시오.",
        .nothing = "경보가 취소되었습니다. 조치가 필요하지 않습니다.",
        .no_action = "훈련 또는 시험입니다. 조치가 필요하지 않습니다.",
        .draft = "당직 근무자용 초안입니다. 일반에 보내는 안내가 아닙니다.",
        .sea = "해상",
        .more = "그 외 {count}곳",
        .separator = ", ",
        .area_impact = "{areas}(90 % 구역과 여유), {window}",
        .area_launch = "발사 지역. 낙하 예상 지역은 아직 알 수 없습니다.",
        .area_unknown = "아직 알 수 없음",
    },
};

}  // namespace

const std::vector<std::string>& cap_languages() {
  static const std::vector<std::string> kTags = [] {
    std::vector<std::string> tags;
    for (const CapTexts& texts : kTexts) tags.emplace_back(texts.tag);
    return tags;
  }();
  return kTags;
}

const CapTexts* cap_texts(std::string_view tag) {
  for (const CapTexts& texts : kTexts) {
    if (texts.tag == tag) return &texts;
  }
  return nullptr;
}

}  // namespace tocsin::formats
