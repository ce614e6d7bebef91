"""The words of the papers, Chinese and English."""

from xlpy.core.text import EN, ZH, Text

LANGUAGES = (ZH, EN)
_HAN = 0x2E80
"""Chinese signs and what belongs to them begin here."""

_WORDS = """
account_no|账号|Account No.
amount|金额|Amount
analysed_by|分析人|Analysed by
analysed_on|分析日期|Analysed on
approved_by|批准|Approved by
approved_on|批准日期|Approved on
asked|客户要求数量|Quantity asked
attention|联系人|Attn
balance|余额|Balance
bank|收款银行|Bank
bank_address|银行地址|Bank address
beneficiary|户名|Beneficiary
bl|提单|B/L
briefing_on|交底会|Briefing
buyer|买方|Buyer
checked|检查|Checked by
checklist|清单|Check-list
comes_to|合计|Total
container|柜号封号|Container / Seal
copies|抄送|Copies
customer|客户|Customer
date|日期|Date
delivery_by|交货日期|Delivery
delivery_reviewed_on|交期评审|Delivery reviewed
delivery_time|交货期|Delivery time
deposit|定金|Deposit
balance_due|余款|Balance due
description|品名规格|Description of goods
details|客户要求|Details asked for
certifies|证明内容|Certified
due|应收|Due
due_on|交样日期|Due on
each|每件数量|Qty each
figure|所见数字|Figure seen
final|出货|Final
findings|发现|Findings
form|单据|Form
from_port|装运港|Port of loading
gross|毛重 kg|G.W. kg
held|完成|Done
hs|HS 编码|HS code
in_words|大写|In words
inspected_on|验货日期|Inspected on
inspector|验货人|Inspector
invoice_no|发票号|Invoice No.
issued|制单|Issued by
item|货号|Item No.
kept_by|保管人|Kept by
kind|类别|Kind
label|留样标签|Label of the kept sample
missing|还缺|Missing
lc|信用证|L/C No.
made|制作数量|Quantity made
maker|生产单位|Made by
mark|唛头|Shipping mark
net|净重 kg|N.W. kg
no|编号|No.
note|备注|Note
nothing_lacks|不缺|Nothing
numbers|件号|Package No.
on_account|款项|Item
cost_of|项目|Item
weight_of|项目|Item
order|订单|Order
ordered|订购数量|Ordered
outstanding|未收余额|Outstanding
packages|件数|Packages
packing|包装|Packing
packing_no|装箱单号|Packing list No.
part|配件|Part
parts|配件|Parts
parts_needed|生产用料|Parts needed
payment|付款条件|Payment
payment_reviewed_on|付款评审|Payment reviewed
picture|图片|Picture
position|序号|No.
price|单价|Unit price
price_reviewed_on|价格评审|Price reviewed
price_with_vat|含税单价|Price incl. VAT
production|产中|In production
production_dept|生产部|Production
quality|质量要求|Quality requirement
quality_control|质量控制|Quality control
quantity|数量|Quantity
quantity_passed|合格数量|Passed
reason|原因|Reason
received|已收|Received
receipt|回款|Receipt
requirements|订单要求|Order requirements
result|结果|Result
rule|依据|Rule
salesperson|业务员|Salesperson
seller|卖方|Seller
shipped_on|装船日期|Shipped on
shipper|发货人|Shipper
shipper_here|境内发货人|Shipper
exporter|出口商|Exporter
consignor|托运人|Shipper
lc_beneficiary|受益人|Beneficiary
tax_no|税号|Tax No.
customs_code|海关编码|Customs code
buyer_abroad|境外收货人|Consignee abroad
trade_mode|监管方式|Mode of trade
levy|征免性质|Kind of levy
trade_country|贸易国（地区）|Country of trade
arrival_country|运抵国（地区）|Country of arrival
producer|生产销售单位|Producer or seller
exit_port|离境口岸|Port of exit
attached|随附单证及编号|Papers attached
paper C/O|产地证|Certificate of origin
paper certificate|商检证|Inspection certificate
freight_paid|运费|Freight
prepaid|预付|prepaid
collect|到付|collect
elements|申报要素|Declared details
goods_from|境内货源地|Place of the goods
levied|征免|Levied
levied_full|照章征税|in full
to_country|最终目的国|Country of destination
criterion|原产地标准|Criterion
name_place|姓名、地点、日期|Name, place and date
place_date|地点、日期|Place and date
receipt_place|收货地|Place of receipt
delivery_place|交货地|Place of delivery
containers|箱型箱量|Containers
latest_shipment|最迟装运日|Latest shipment
transhipment|转运|Transhipment
via|中转港|Transhipped at
booking_no|订舱号|Booking No.
forwarder|货代|Forwarder
invoice_of|发票号与日期|Invoice No. and date
cargo_gross|货物毛重|Gross weight of the cargo
dunnage|垫料重|Dunnage
tare|柜自重|Container tare
vgm|核实总重（VGM）|Verified gross mass (VGM)
method|方法|Method
method_1|方法 1：整箱称重|1: the packed container was weighed
method_2|方法 2：货物、垫料与柜自重相加|2: cargo, dunnage and tare added up
weighed|整箱称重|Packed container, weighed
packed_on|装箱日期|Packed on
weighed_by|授权签字人|Authorised person
no_value|免费样品，无商业价值，只供报关|Samples of no commercial value, for customs only
origin_said|兹声明货物产于所列国家|We declare that the goods were made in the country named
certified|签证机构|Certified by
contract|合同（形式发票）号|Contract (P/I) No.
customer_po|客户订单号|Buyer's P.O. No.
vessel|船名航次|Vessel / Voyage
transport|运输方式|Transport
document_no|提单号|B/L or AWB No.
origin|原产国|Country of origin
packed_as|件数包装|Packages
weights|重量体积|Weights and volume
partial|分批装运|Partial shipments
allowed|允许|allowed
not allowed|不允许|not allowed
freight_in|其中运费|Freight included
insurance_in|其中保险费|Insurance included
fob_value|FOB 价值|FOB value
discount|减：折扣|Less discount
net_amount|折后合计|Total after discount
less_deposit|减：已收定金|Less deposit received
balance_now|应付余款|Balance due
deposit_due|定金|Deposit
charges|银行费用|Bank charges
charges_buyer|卖方国家以外的由买方负担|outside the seller's country are for the buyer's account
charges_each|双方各付本国的|each party pays those of its own country
charges_seller|全部由卖方负担|all are for the seller's account
before shipment|出运前付清|before shipment
before papers|放单前付清|before the shipping papers go out
through bank|经银行交单|through the bank
later|出运后|after shipment
sea|海运|by sea
air|空运|by air
road|公路运输|by road
rail|铁路运输|by rail
courier|快递|by courier
shipment_no|出运号|Shipment no.
shipments|出运|Shipments
shipped_as|运输与货物|Transport and goods
signature|签字|Signature
specification|规格|Specification
stage|阶段|Stage
state|状态|State
stages|阶段记录|Stages
supplier|供应商|Supplier
swift|SWIFT|SWIFT
accounts_dept|财务部|Accounts
terms|贸易术语|Delivery terms
to|致|To
to_port|目的港|Port of discharge
total|合计|Total
trade_dept|外贸部|Trade
unit|单位|Unit
valid_until|有效期至|Valid until
volume|体积 m³|Meas. m³
who|谁|By
your_order|订单号|Order No.
consignee|收货人|Consignee
notify|通知方|Notify party
from_stock|库存可用|From stock
rough|报价估算|Rough
confirmed|确认核算|Confirmed
actual|实际|Actual
revenue|收入（元）|Revenue (CNY)
price_total|售价合计|Price
rate|汇率|Rate to CNY
rate_of|汇率日期与来源|Date and source of rate
purchase|采购价含税|Purchase incl. VAT
vat|增值税率|VAT
rebate_rate|退税率|Rebate rate
rebate|出口退税|Export rebate
freight|运费|Freight
insurance|保险费|Insurance
commission|佣金|Commission
abroad|外币|in another currency
bank_charges|银行费用|Bank charges
other|其他费用|Other costs
profit|利润|Profit
margin|利润率|Margin
approvals|批准与放行|Approvals and waivers
forms|单据|Forms
passed|合格|passed
failed|不合格|failed
"""


def _texts(lines: str) -> dict[str, Text]:
    return {
        key: Text(zh, en)
        for key, zh, en in (line.split("|") for line in lines.strip().splitlines())
    }


WORDS = _texts(_WORDS)


def is_english(text: str | None) -> bool:
    """Whether a text has no Chinese signs."""
    return all(ord(sign) < _HAN for sign in text or "")


class Labels:
    """The papers' labels in one language."""

    def __init__(self, language: str):
        self.language = language

    def __getitem__(self, key: str) -> str:
        return WORDS[key].said(self.language)

    def pick(self, pair: Text) -> str:
        """The half of a Chinese and English pair that this language reads."""
        return Text(*pair).said(self.language)

    def title(self, title: Text) -> str:
        """A paper's title in both languages, its own first: whoever gets it knows what it is."""
        zh, en = title
        return f"{zh}  {en}" if self.language == "zh" else f"{en}  {zh}"

    def colon(self, key: str) -> str:
        """A label before a value."""
        return f"{self[key]}：" if self.language == "zh" else f"{self[key]}: "
