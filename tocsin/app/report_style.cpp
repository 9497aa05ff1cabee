#include "tocsin/app/report_page.hpp"

namespace tocsin::app::report {
namespace {

constexpr std::string_view kStyle = R"css(
:root{--ink:#16212e;--soft:#566575;--line:#d9e0e7;--paper:#fff;--ground:#f3f5f8;--night:#10243a;
--ir:#c2410c;--radar:#0067a8;--launch:#00755a;--impact:#8a2a75;--warn:#e69f00}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);
font:15px/1.5 -apple-system,"Segoe UI",Roboto,Inter,"Noto Sans",Lato,"Helvetica Neue",Arial,sans-serif;
font-variant-numeric:tabular-nums}
main,.in{max-width:1180px;margin:0 auto;padding:0 20px}
h1{font-size:27px;line-height:1.2;margin:2px 0 6px;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:20px;line-height:1.3;margin:0 0 12px;overflow-wrap:anywhere}
h3{font-size:15px;margin:0 0 8px}
p{margin:0 0 10px}
.status{padding:7px 0;font-weight:700;letter-spacing:.04em;font-size:13.5px}
.status span{font-weight:500;letter-spacing:0}
.status.exercise{background:repeating-linear-gradient(135deg,#f7c948 0 16px,#fbdc85 16px 32px);color:#231a00}
.status.test{background:repeating-linear-gradient(135deg,#cfd8e3 0 16px,#e1e7ee 16px 32px);color:#16212e}
.status.actual{background:#a30f2d;color:#fff}
header{background:var(--night);color:#fff;padding:18px 0 20px}
header .brand{font-size:12px;letter-spacing:.22em;text-transform:uppercase;color:#a9c1da}
header ul{list-style:none;display:flex;flex-wrap:wrap;gap:2px 22px;margin:0;padding:0;color:#c9d6e4;font-size:13.5px}
header b{color:#fff;font-weight:600}
.lead{font-size:18px;line-height:1.5;margin:20px 0 18px;max-width:70em}
section{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:20px 22px;margin:0 0 20px}
.badge{display:inline-block;border-radius:99px;padding:1px 11px;font-size:13px;font-weight:650;line-height:1.6;
vertical-align:.12em;margin-left:6px}
.badge.lv-possible{background:#e3e8ee;color:#26323f}.badge.lv-probable{background:#f2b630;color:#251a00}
.badge.lv-confirmed{background:#9b1239;color:#fff}.badge.plain{background:#e3e8ee;color:#26323f}
.tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:1px;background:var(--line);border:1px solid var(--line);
border-radius:8px;overflow:hidden;margin:0 0 18px}
.tiles div{background:#fafbfc;padding:10px 14px}
.tiles small{display:block;color:var(--soft);font-size:12.5px;line-height:1.35}
.tiles strong{display:block;font-size:20px;line-height:1.3;white-space:nowrap}
.tiles .launch strong{color:var(--launch)}.tiles .impact strong{color:var(--impact)}
.hero{display:grid;grid-template-columns:minmax(0,38fr) minmax(0,62fr);gap:22px;margin-bottom:20px}
.two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px;margin-bottom:20px}
.three{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:24px;margin-bottom:20px}
figure{margin:0 0 18px;min-width:0}
.hero figure,.two figure,.three figure{margin:0}
.three figure{display:flex;flex-direction:column}.three figcaption{flex:1}
.hero h3{margin-top:18px}
figcaption{font-size:13.5px;line-height:1.4;color:var(--soft);margin:0 0 8px}
figcaption b{color:var(--ink);display:block;font-size:15px}
.hero figcaption{margin:6px 0 0}
svg{display:block;width:100%;height:auto}
.narrow{display:none}
dl{display:grid;grid-template-columns:auto 1fr;margin:0;font-size:14.5px}
dt{color:var(--soft);padding:5px 16px 5px 0;border-top:1px solid var(--line)}
dd{margin:0;padding:5px 0;border-top:1px solid var(--line)}
dt:first-of-type,dd:first-of-type{border-top:0}
dd small{display:block;color:var(--soft);font-size:13px;line-height:1.4}
.odds{margin:0 0 6px;padding:0;list-style:none;font-size:14px}
.odds li{display:grid;grid-template-columns:9em 1fr 4.4em;gap:10px;align-items:center;padding:2.5px 0}
.odds i{display:block;background:#edf0f4;border-radius:3px;height:12px}
.odds i u{display:block;background:#31506e;border-radius:3px;height:12px;min-width:2px;text-decoration:none}
.odds b{text-align:right;font-weight:500}
.why{margin:0;padding-left:18px;font-size:14.5px}.why li{margin:0 0 4px;overflow-wrap:anywhere}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;color:var(--soft);font-weight:550;font-size:13px;white-space:nowrap}
th,td{padding:5px 14px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap;padding-right:26px}td.t{white-space:nowrap}td.w{overflow-wrap:anywhere;min-width:14em}
td small{display:block;color:var(--soft);font-size:12.5px;line-height:1.3}
.kind{display:inline-block;min-width:5.6em;border-radius:4px;padding:0 7px;font-size:12.5px;font-weight:600}
.k-seen{background:#e3eef7;color:#004a79}.k-inferred{background:#e9ecf0;color:#26323f}
.k-proposed{background:#fdeec4;color:#4a3500}.k-decided{background:#f6dfe6;color:#7c0b2b}.k-withdrawn{background:#ece7f5;color:#43286f}
.sub{margin:0 0 20px}
.more{margin:-8px 0 20px}
details{font-size:14px;margin-top:8px}summary{cursor:pointer;color:var(--soft);font-size:13.5px}
.key{display:flex;flex-wrap:wrap;gap:3px 16px;margin:0;padding:0;list-style:none}
.key svg{display:inline-block;width:26px;height:12px;vertical-align:-1px;margin-right:5px}
footer{color:var(--soft);font-size:13.5px;padding:2px 0 30px}
footer dl{grid-template-columns:9em 1fr;font-size:13.5px}
text{font:12px -apple-system,"Segoe UI",Roboto,Inter,"Noto Sans",Lato,"Helvetica Neue",Arial,sans-serif;fill:var(--ink)}
.label{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round;stroke-opacity:.85}
.strong{font-weight:650}.small{font-size:11px}.tiny{font-size:10px}.faint{fill:#5d6b79}.tick{font-size:11px;fill:#4c5a68}
.ocean{fill:#e4edf4}.land{fill:#f6f3ea;stroke:#a3afb9;stroke-width:.7;fill-rule:evenodd}
.graticule,.grid{fill:none;stroke:#8fa3b5;stroke-width:.6;stroke-opacity:.5}.frame{fill:none;stroke:#b9c5d0}
.grid{stroke-opacity:.45}.axis{stroke:#71808f}.plate{fill:#fff;fill-opacity:.75}.bar{fill:none;stroke:#33414f;stroke-width:1.4}
.sector{fill:#0067a8;fill-opacity:.06;stroke:#0067a8;stroke-opacity:.5;stroke-width:1;stroke-dasharray:2 3}
.area{fill:#e69f00;fill-opacity:.14;stroke:#a87200;stroke-width:1.3;stroke-dasharray:6 3}
.impact-was{fill:#8a2a75;fill-opacity:.05;stroke:#8a2a75;stroke-opacity:.5;stroke-width:.9}
.impact-now{fill:#8a2a75;fill-opacity:.24;stroke:#8a2a75;stroke-width:1.7}.impact-dot{fill:#8a2a75}
.launch-ring,.impact-ring{fill:none;stroke-width:1;stroke:#00755a;stroke-opacity:.75}.impact-ring{stroke:#8a2a75}
.launch-was{fill:#00755a;fill-opacity:.05;stroke:#00755a;stroke-opacity:.5;stroke-width:.9}
.launch-now{fill:#00755a;fill-opacity:.22;stroke:#00755a;stroke-width:1.7}.launch-dot{fill:#00755a}
.launch-mark{fill:#00755a;stroke:#fff;stroke-width:1.5}.impact-mark{stroke:#8a2a75;stroke-width:2.6}
.launch-ink,.m-launch{fill:#00614a}.impact-ink,.m-impact{fill:#741f62}.ir-ink{fill:#9a3208}.radar-ink{fill:#00548a}
.path-case{fill:none;stroke:#fff;stroke-width:5.5;stroke-linejoin:round;stroke-opacity:.9}
.path-burn,.line-burn{fill:none;stroke:#c2410c;stroke-width:3.4;stroke-linejoin:round;stroke-linecap:round}
.path-coast,.line-track{fill:none;stroke:#0067a8;stroke-width:2.8;stroke-linejoin:round}
.path-guess,.line-guess{fill:none;stroke:#3c4c5c;stroke-width:1.6;stroke-dasharray:5 4}
.line-impact{fill:none;stroke:#8a2a75;stroke-width:2.4;stroke-linejoin:round}
.line-launch{fill:none;stroke:#00755a;stroke-width:2.4;stroke-linejoin:round;stroke-dasharray:8 3}
.line-impact.dot{fill:#8a2a75}.line-launch.dot{fill:#00755a;stroke-dasharray:none}.line-track.dot{fill:#0067a8}
.ink-line-impact{fill:#741f62}.ink-line-launch{fill:#00614a}.ink-line-track{fill:#00548a}
.minute{fill:#fff;stroke:#16212e;stroke-width:1.3}.apogee-mark{fill:#fff;stroke:#0067a8;stroke-width:2}
.sat{fill:#fbe3d6;stroke:#a3390c;stroke-width:1.2;stroke-linejoin:round}
.radar{fill:#d5e8f5;stroke:#005b94;stroke-width:1.4;stroke-linejoin:round;stroke-linecap:round}
.off{fill:#eef1f4;stroke:#7c8a97}.sight{fill:none;stroke:#c2410c;stroke-width:1.3;stroke-dasharray:1 3;stroke-linecap:round}
.lane{fill:#f1f4f7}.span-ir{fill:#f6d5c4}.span-radar{fill:#c9e0f0}
.tick-ir{stroke:#b23c0b;stroke-width:1.3}.tick-radar{stroke:#0067a8;stroke-width:1.3}
rect.lv-possible{fill:#c6cfd8}rect.lv-probable{fill:#f2b630}rect.lv-confirmed{fill:#9b1239}
.on-confirmed{fill:#fff}.on-probable{fill:#251a00}.on-possible{fill:#26323f}
.moment{stroke:#51606f;stroke-width:1;stroke-dasharray:3 3}line.m-impact{stroke:#8a2a75}line.m-launch{stroke:#00755a}
.impact-window{fill:#8a2a75;fill-opacity:.16}
.warn-open{fill:#f7c948;stroke:#5f4300;stroke-width:1.2}.warn-done{fill:#9b1239;stroke:#4e0519;stroke-width:1.2}
.mark{stroke:#fff;stroke-width:.6}.thread{fill:none;stroke-width:1;stroke-opacity:.45}
.mark.s0{fill:#c2410c}.mark.s1{fill:#b0236b}.mark.s2{fill:#00755a}.mark.s3{fill:#8a2a75}.mark.s4{fill:#8a6500}.mark.s5{fill:#3c4c5c}
.mark.s6{fill:#5b4fa8}.mark.s7{fill:#0067a8}.thread.s6{stroke:#5b4fa8}.thread.s7{stroke:#0067a8}
.thread.s0{stroke:#c2410c}.thread.s1{stroke:#b0236b}.thread.s2{stroke:#00755a}.thread.s3{stroke:#8a2a75}.thread.s4{stroke:#8a6500}
.thread.s5{stroke:#3c4c5c}.band{stroke:#fff;stroke-width:.8}.odds-key{stroke-width:10}
.band.o0{fill:#31506e}.band.o1{fill:#f2b630}.band.o2{fill:#7fb3d5}.band.o3{fill:#b65a8c}.band.o4{fill:#4f9d84}.band.o-rest{fill:#d5dbe1}
.odds-key.o0{stroke:#31506e}.odds-key.o1{stroke:#f2b630}.odds-key.o2{stroke:#7fb3d5}.odds-key.o3{stroke:#b65a8c}
.odds-key.o4{stroke:#4f9d84}.odds-key.o-rest{stroke:#d5dbe1}
.bound{fill:#1f2937}.stated-90{fill:#c9d3dd}.stated-50{fill:#8398ac}.error-in{fill:#00755a;stroke:#fff}.error-out{fill:#c2410c;stroke:#fff}
a{color:#004a79}#events .badge{margin-left:0}
@media(max-width:980px){.three{grid-template-columns:repeat(2,minmax(0,1fr))}.tiles{grid-template-columns:repeat(3,1fr)}.tiles .impact{grid-column:span 2}}
@media(max-width:860px){.hero,.two{grid-template-columns:minmax(0,1fr)}.hero figure{order:-1}}
@media(max-width:620px){main,.in{padding:0 12px}section{padding:15px 14px;border-radius:8px}.lead{font-size:16.5px}
h1{font-size:22px}.wide{display:none}.narrow{display:block}.three{grid-template-columns:minmax(0,1fr)}
.tiles{grid-template-columns:repeat(2,1fr)}.tiles .impact{grid-column:1/-1}.tiles strong{font-size:18px}
.odds li{grid-template-columns:8em 1fr 4.4em}figure svg{max-width:480px;margin:0 auto}footer dl{grid-template-columns:1fr}
.story td{display:block;border:0;padding:1px 0}.story tr{display:block;border-bottom:1px solid var(--line);padding:7px 0}
.story thead{display:none}.story td.i{display:inline-block;padding-right:10px}}
@media print{@page{margin:14mm}body{background:#fff;font-size:11.5pt}section{border:0;padding:0;margin:0 0 14pt}
header,.status{-webkit-print-color-adjust:exact;print-color-adjust:exact}svg,.badge,.odds i,.odds u,.kind{
-webkit-print-color-adjust:exact;print-color-adjust:exact}figure,.tiles,tr,.sub{break-inside:avoid}h2,h3{break-after:avoid}
summary{display:none}details::details-content{content-visibility:visible;block-size:auto}.wide{display:block}.narrow{display:none}
.hero,.two{grid-template-columns:repeat(2,minmax(0,1fr));gap:16px}.hero figure{order:0}.tiles{grid-template-columns:repeat(5,1fr)}
.tiles .impact{grid-column:auto}.tiles div{padding:6px 8px}.tiles strong{font-size:16px}.hero .wide,.two .wide{display:none}
.hero .narrow,.two .narrow{display:block}.three{gap:16px}dl,.odds,.why,table{font-size:12px}dl dt,dl dd{padding-top:2.5px;padding-bottom:2.5px}
header{padding:10px 0 12px}dd small{font-size:11px}th,td{padding:2.5px 8px 2.5px 0}td.n,th.n{padding-right:12px}.table{overflow:visible}.lead{font-size:15px;margin:12px 0}}
)css";

}  // namespace

std::string_view style_sheet() {
  return kStyle;
}

}  // namespace tocsin::app::report
