// Cultures that are nearest to one, over all themes, by the current run / Bir kültüre bütün konularda en yakın kültürler
// Cultures near $culture / $culture kültürüne yakın kültürler
// $culture = Ottoman: Culture.name
MATCH (run:Run {current: true})
MATCH path = (:Culture {name: $culture})-[s:SIMILAR_TO {theme: 'all'}]->(:Culture)
WHERE s.run = run.uid
RETURN path ORDER BY s.rank LIMIT 20;

// Cultures that are nearest to one on a theme, by the current run / Bir kültüre bir konuda en yakın kültürler
// Cultures near $culture on $theme / $theme konusunda $culture kültürüne yakın kültürler
// $culture = Ottoman: Culture.name
// $theme = Architecture / Mimarlık: Theme.name / Theme.name_tr
MATCH (run:Run {current: true})
MATCH (t:Theme) WHERE $theme IN [t.name, t.name_tr]
MATCH path = (:Culture {name: $culture})-[s:SIMILAR_TO]->(:Culture)
WHERE s.run = run.uid AND s.theme = toLower(t.name)
RETURN path ORDER BY s.rank LIMIT 20;

// Cultures that have each other among their three nearest / Karşılıklı en yakın üç kültür arasında olanlar
// Mutually nearest cultures / Karşılıklı en yakın kültürler
MATCH (run:Run {current: true})
MATCH path = (a:Culture)-[s:SIMILAR_TO {theme: 'all'}]->(b:Culture)
WHERE s.run = run.uid AND s.rank <= 3 AND a.uid < b.uid
MATCH (b)-[r:SIMILAR_TO {theme: 'all'}]->(a)
WHERE r.run = run.uid AND r.rank <= 3
RETURN path LIMIT 200;

// What two cultures are both told of with, and the sentences that say so / İki kültürün ortak yönleri ve bunu söyleyen cümleler
// What $culture and $other share / $culture ile $other ortak yönleri
// $culture = Ottoman: Culture.name
// $other = Persian: Culture.name
MATCH (:Culture {name: $culture})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(:Passage)-[:MENTIONS]->(e)
WHERE NOT e:Culture AND NOT e:Place
WITH DISTINCT e
MATCH there = (e)<-[:MENTIONS]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(:Culture {name: $other})
WITH e, collect(there)[..2] AS theirs ORDER BY e.name LIMIT 30
MATCH here = (e)<-[:MENTIONS]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(:Culture {name: $culture})
WITH e, theirs, collect(here)[..2] AS ours
UNWIND ours + theirs AS path
RETURN path;

// Sentences on a culture and a theme / Bir kültür ve bir konu üzerine cümleler
// Sentences on $culture and $theme / $culture kültürü ve $theme üzerine cümleler
// $culture = Ottoman: Culture.name
// $theme = Architecture / Mimarlık: Theme.name / Theme.name_tr
MATCH (t:Theme) WHERE $theme IN [t.name, t.name_tr]
MATCH path = (t)<-[a:ABOUT]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(:Culture {name: $culture})
RETURN path ORDER BY a.score DESC LIMIT 100;

// Practices that are told of a culture / Bir kültür için anlatılan uygulamalar
// Practices of $culture / $culture kültürünün uygulamaları
// $culture = Ottoman: Culture.name
MATCH path = (:Culture {name: $culture})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(:Passage)-[:MENTIONS]->(:Practice)
RETURN path LIMIT 200;

// Beliefs that are told of a culture / Bir kültür için anlatılan inançlar
// Beliefs of $culture / $culture kültürünün inançları
// $culture = Ottoman: Culture.name
MATCH path = (:Culture {name: $culture})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(:Passage)-[:MENTIONS]->(:Belief)
RETURN path LIMIT 200;

// Buildings that are told of a culture / Bir kültür için anlatılan yapılar
// Buildings of $culture / $culture kültürünün yapıları
// $culture = Ottoman: Culture.name
MATCH path = (:Culture {name: $culture})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(:Passage)-[:MENTIONS]->(:Structure)
RETURN path LIMIT 200;

// Cultures of which a belief is told / Bir inancın anlatıldığı kültürler
// Cultures with belief $belief / $belief inancının anlatıldığı kültürler
// $belief = Mevlevi: Belief.name
MATCH path = (:Belief {name: $belief})<-[:MENTIONS]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(:Culture)
RETURN path LIMIT 200;

// Cultures of which a practice is told / Bir uygulamanın anlatıldığı kültürler
// Cultures with practice $practice / $practice uygulamasının anlatıldığı kültürler
// $practice = pilgrimage: Practice.name
MATCH path = (:Practice {name: $practice})<-[:MENTIONS]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(:Culture)
RETURN path LIMIT 200;

// How tables code a culture / Tablolarda bir kültürün özellikleri
// Traits of $culture / $culture kültürünün özellikleri
// $culture = Ottoman: Culture.name
MATCH path = (:Culture {name: $culture})-[:HAS_TRAIT]->(:Trait)
RETURN path LIMIT 300;

// Traits for which two cultures have the same code / İki kültürde kodu aynı olan özellikler
// Same traits of $culture and $other / $culture ile $other aynı özellikleri
// $culture = Ottoman: Culture.name
// $other = Persian: Culture.name
MATCH path = (:Culture {name: $culture})-[h:HAS_TRAIT]->(:Trait)<-[o:HAS_TRAIT]-(:Culture {name: $other})
WHERE h.code = o.code
RETURN path LIMIT 200;

// What is named in the same sentences as a kind of building, oftenest first / Bir yapı türüyle aynı cümlelerde anılanlar
// Named together with building $structure / $structure yapısıyla birlikte anılanlar
// $structure = mosque: Structure.name
MATCH path = (:Structure {name: $structure})-[r:CO_OCCURS]-()
RETURN path ORDER BY r.passages DESC LIMIT 50;

// Sentences on a culture that fall into a period / Bir kültür üzerine bir döneme düşen cümleler
// $culture in the period $period / $culture kültürü, $period dönemi
// $culture = Ottoman: Culture.name
// $period = Early modern / Yeni Çağ: Period.name / Period.name_tr
MATCH (t:Period) WHERE $period IN [t.name, t.name_tr]
MATCH path = (t)<-[:DATED]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(:Culture {name: $culture})
RETURN path LIMIT 100;

// Pictures and recordings of a culture, with their themes / Bir kültürün resimleri, ses kayıtları ve konuları
// Pictures and sounds of $culture / $culture kültürünün resim ve sesleri
// $culture = Ottoman: Culture.name
MATCH path = (:Culture {name: $culture})<-[:DESCRIBES]-(m:Media)
OPTIONAL MATCH theme = (m)-[:ABOUT]->(:Theme)
RETURN path, theme LIMIT 100;

// What the current run learned of a culture, theme by theme / Geçerli çalışmanın bir kültür için konu konu öğrendikleri
// Facets of $culture / $culture kültürünün yüzleri
// $culture = Ottoman: Culture.name
MATCH (run:Run {current: true})
MATCH path = (:Culture {name: $culture})<-[:OF]-(f:Facet)-[:ON]->(:Theme)
WHERE f.run = run.uid
RETURN path LIMIT 200;

// Sentences that hold these words, with what they name / Bu sözleri içeren cümleler ve andıkları
// Sentences with the words $words / $words sözlerini içeren cümleler
// $words = mosque: none
MATCH (p:Passage) WHERE toLower(p.text) CONTAINS toLower($words)
WITH p LIMIT 50
MATCH source = (p)-[:PART_OF]->(:Document)
OPTIONAL MATCH named = (p)-[:MENTIONS]->()
RETURN source, named;

// Themes and the wider ones that they belong to / Konular ve üst konuları
// All themes / Bütün konular
MATCH (t:Theme)
OPTIONAL MATCH path = (t)-[:BROADER]->(:Theme)
RETURN t, path;
